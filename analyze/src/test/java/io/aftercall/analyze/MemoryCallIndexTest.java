package io.aftercall.analyze;

class MemoryCallIndexTest extends CallIndexContract {
    private final MemoryCallIndex index = new MemoryCallIndex();

    @Override
    protected CallIndex index() {
        return index;
    }

    @Override
    protected void settle() {
        // What is merged into a map can be found at once.
    }
}
