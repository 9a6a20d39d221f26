package io.aftercall.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** A data folder is held by another live process, which the message names. */
public final class HomeInUseException extends IOException {
    HomeInUseException(Path home, String owner) {
        super(home + " is in use by " + owner + "; stop it or choose another folder");
    }
}
