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
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The rubrics calls are judged by: the shipped ones, those of a folder of one's own, and which of them a call is judged by. */
public final class Rubrics {
    private static final String DEFAULT = "dialogue";
    private static final PathMatchingResourcePatternResolver FILES = new PathMatchingResourcePatternResolver();

    private final Map<String, Rubric> byId = new LinkedHashMap<>();
    private final Map<String, Rubric> byMode = new HashMap<>();
    private final List<Route> routes;

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
        files("classpath*:rubrics").forEach(rubrics::add);
        if (own != null) {
            List<Resource> files = files(own.replaceFirst("/+$", ""));
            if (files.isEmpty()) {
                throw new IllegalArgumentException("aftercall.analyze.rubrics: there is no *.yaml in " + own);
            }
            files.forEach(rubrics::add);
        }
        rubrics.byId.values().forEach(rubrics::name);
        routes.forEach(route -> rubrics.of(route.rubric()));
        return rubrics;
    }

    /** @throws IllegalArgumentException when there is none of that id */
    public Rubric of(String id) {
        Rubric rubric = byId.get(id);
        if (rubric == null) {
            throw new IllegalArgumentException(
                    "there is no rubric '%s', only %s".formatted(id, String.join(", ", byId.keySet())));
        }
        return rubric;
    }

    /** In the order of their files. */
    public List<Rubric> all() {
        return List.copyOf(byId.values());
    }

    /** By its id. */
    public Optional<Rubric> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** By its id or one of the names in the file, whatever their case, spaces and plus signs; empty when unknown. */
    public Optional<Rubric> mode(String contentMode) {
        return Optional.ofNullable(byMode.get(folded(contentMode)));
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

    private static List<Resource> files(String folder) {
        try {
            return Arrays.stream(FILES.getResources(folder + "/*.yaml"))
                    .sorted(Comparator.comparing(file -> String.valueOf(file.getFilename())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the rubrics in " + folder + " cannot be read", e);
        }
    }

    private void add(Resource file) {
        Rubric rubric = new RubricFile(file).read();
        byId.put(rubric.id(), rubric);
    }

    private void name(Rubric rubric) {
        byMode.put(folded(rubric.id()), rubric);
        for (String mode : rubric.modes()) {
            Rubric other = byMode.put(folded(mode), rubric);
            if (other != null && !other.id().equals(rubric.id())) {
                throw new IllegalArgumentException(
                        "rubrics %s and %s both have the mode '%s'".formatted(other.id(), rubric.id(), mode));
            }
        }
    }

    private static String folded(String mode) {
        return String.join("", Folded.of(mode).words());
    }
}
