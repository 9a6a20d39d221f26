package io.aftercall.embedded.elasticsearch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Gives Elasticsearch a native zstd: without one it turns all native access off and cannot open best_compression indices. */
final class NativeLibraries {
    private NativeLibraries() {}

    static void install(Path home) throws IOException {
        System.setProperty("es.path.home", home.toString());
        boolean mac = System.getProperty("os.name").startsWith("Mac");
        String architecture = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "amd64";
        String library = mac ? "libzstd.dylib" : "libzstd.so";
        String resource = "/aircompressor/" + (mac ? "macos-" : "linux-") + architecture + "/" + library;
        try (var in = NativeLibraries.class.getResourceAsStream(resource)) {
            if (in == null) {
                System.err.println("no " + resource + " on the class path, going on without native access");
                return;
            }
            Path folder = Files.createDirectories(home.resolve("natives"));
            Files.copy(in, folder.resolve(library), StandardCopyOption.REPLACE_EXISTING);
            System.setProperty("es.nativelibs.path", folder.toString());
            // The library of vector functions is only in the full distribution.
            System.setProperty("org.elasticsearch.nativeaccess.enableVectorLibrary", "false");
        }
    }
}
