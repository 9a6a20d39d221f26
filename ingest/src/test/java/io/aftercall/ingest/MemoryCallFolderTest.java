package io.aftercall.ingest;

class MemoryCallFolderTest extends CallFolderContract {
    private final MemoryCallFolder folder = new MemoryCallFolder();

    @Override
    CallFolder folder() {
        return folder;
    }
}
