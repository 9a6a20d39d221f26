package io.aftercall.analyze;

import io.aftercall.analyze.AnalyzeSettings.Route;
import io.aftercall.ingest.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The rubrics calls are judged by: the shipped ones, those of a folder of one's own, and which of them a call is judged by. */
public final class Rubrics {
    private static final String DEFAULT = "dialogue";
    private static final PathMatchingResourcePatternResolver FILES = new PathMatchingResourcePatternResolver();

    private final Map<String, Written> byId = new LinkedHashMap<>();
    private final Map<String, Named> byMode = new HashMap<>();
    private final List<Route> routes;

    /** A rubric and the file it is from. */
    private record Written(Rubric rubric, YamlFile file) {}

    /** A rubric by one of its names, which is that of a key in its file. */
    private record Named(Written written, String key) {
        Rubric rubric() {
            return written.rubric;
        }

        /** Found only when somebody asks, as the file is read for it once more. */
        String place() {
            return written.file.place(key);
        }
    }

    private Rubrics(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    /** The shipped ones alone. */
    public static Rubrics shipped() {
        return of(null, List.of());
    }

    /**
     * @param own where more rubrics lie, {@code file:/etc/aftercall/rubrics}; one with the id of a shipped one replaces it
     * @throws IllegalArgumentException naming file, line and key of the first fault
     */
    static Rubrics of(@Nullable String own, List<Route> routes) {
        Rubrics rubrics = new Rubrics(routes);
        read("classpath*:rubrics").forEach(rubrics.byId::put);
        if (own != null) {
            Map<String, Written> files = read(own.replaceFirst("/+$", ""));
            if (files.isEmpty()) {
                throw new IllegalArgumentException("aftercall.analyze.rubrics: there is no *.yaml or *.yml in " + own);
            }
            files.forEach(rubrics.byId::put);
        }
        rubrics.byId.values().forEach(rubrics::name);
        routes.forEach(route -> rubrics.of(route.rubric()));
        return rubrics;
    }

    /** @throws IllegalArgumentException when there is none of that id */
    public Rubric of(String id) {
        return find(id).orElseThrow(() -> new IllegalArgumentException(
                "there is no rubric '%s', only %s".formatted(id, String.join(", ", byId.keySet()))));
    }

    /** In the order of their files. */
    public List<Rubric> all() {
        return byId.values().stream().map(Written::rubric).toList();
    }

    /** By its id. */
    public Optional<Rubric> find(String id) {
        return Optional.ofNullable(byId.get(id)).map(Written::rubric);
    }

    /** By its id or one of the names in the file, whatever their case, spaces and plus signs; empty when unknown. */
    public Optional<Rubric> mode(String contentMode) {
        return Optional.ofNullable(byMode.get(folded(contentMode))).map(Named::rubric);
    }

    /** The one the call itself asks for, else of the first route it fits, else the dialogue. */
    public Rubric of(Call call) {
        return Optional.ofNullable(call.references().contentMode())
                .flatMap(this::mode)
                .or(() -> routes.stream()
                        .filter(route -> route.fits(call.references()))
                        .findFirst()
                        .map(route -> of(route.rubric())))
                .orElseGet(() -> of(DEFAULT));
    }

    /** By their ids, in the order of their files. */
    private static Map<String, Written> read(String folder) {
        Map<String, Written> byId = new LinkedHashMap<>();
        for (Resource each : files(folder)) {
            YamlFile file = new YamlFile(each);
            Rubric rubric = new RubricFile(file).read();
            Written other = byId.putIfAbsent(rubric.id(), new Written(rubric, file));
            if (other != null) {
                throw file.fault("id", "'%s' is also that of %s".formatted(rubric.id(), other.file.place("id")));
            }
        }
        return byId;
    }

    private static List<Resource> files(String folder) {
        try {
            return Stream.of(FILES.getResources(folder + "/*.yaml"), FILES.getResources(folder + "/*.yml"))
                    .flatMap(Arrays::stream)
                    .sorted(Comparator.comparing(file -> String.valueOf(file.getFilename())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the rubrics in " + folder + " cannot be read", e);
        }
    }

    private void name(Written written) {
        List<String> modes = written.rubric.modes();
        name(written, written.rubric.id(), "id");
        for (int i = 0; i < modes.size(); i++) {
            name(written, modes.get(i), "modes[" + i + "]");
        }
    }

    private void name(Written written, String mode, String key) {
        Named other = byMode.put(folded(mode), new Named(written, key));
        if (other != null && !other.rubric().id().equals(written.rubric.id())) {
            throw written.file.fault(key, "'%s' is also that of %s".formatted(mode, other.place()));
        }
    }

    private static String folded(String mode) {
        return String.join("", Folded.of(mode).words());
    }
}
