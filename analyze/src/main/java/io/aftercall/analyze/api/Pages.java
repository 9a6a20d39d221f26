package io.aftercall.analyze.api;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Fills the templates. Every value is escaped, and the answer forbids the browser to run any script but our own. */
final class Pages {
    private static final MediaType HTML = new MediaType("text", "html", StandardCharsets.UTF_8);
    private static final String ONLY_OUR_STYLE =
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final String OUR_SCRIPT_TOO = ONLY_OUR_STYLE + "; script-src 'self'; connect-src 'self'";
    private static final Mustache.Compiler COMPILER = Mustache.compiler()
            .escapeHTML(true)
            .strictSections(true)
            .emptyStringIsFalse(true)
            .withLoader(Pages::open);

    private final Template call = COMPILER.loadTemplate("call");
    private final Template calls = COMPILER.loadTemplate("calls");
    private final Template audit = COMPILER.loadTemplate("audit");
    private final Template verdict = COMPILER.loadTemplate("verdict");
    private final Template message = COMPILER.loadTemplate("message");

    ResponseEntity<String> call(Map<String, Object> context) {
        return page(200, call, context);
    }

    ResponseEntity<String> calls(int status, Map<String, Object> context) {
        return page(status, calls, context);
    }

    ResponseEntity<String> audit(Map<String, Object> context) {
        return page(200, audit, context, OUR_SCRIPT_TOO);
    }

    /** A part of the audit's page, for its script to put in. */
    ResponseEntity<String> verdict(Map<String, Object> context) {
        return page(200, verdict, context);
    }

    ResponseEntity<String> message(int status, Map<String, Object> context) {
        return page(status, message, context);
    }

    private static ResponseEntity<String> page(int status, Template template, Map<String, Object> context) {
        return page(status, template, context, ONLY_OUR_STYLE);
    }

    private static ResponseEntity<String> page(
            int status, Template template, Map<String, Object> context, String policy) {
        ResponseEntity.BodyBuilder response = ResponseEntity.status(status);
        if (status == 503) {
            response.header("Retry-After", "5");
        }
        return response.contentType(HTML)
                .header("Content-Security-Policy", policy)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cache-Control", "no-store")
                .header("Vary", "Accept-Language")
                .body(template.execute(context));
    }

    private static Reader open(String name) {
        String resource = "/templates/calls/" + name + ".mustache";
        InputStream in = Pages.class.getResourceAsStream(resource);
        if (in == null) {
            throw new UncheckedIOException(new IOException("resource " + resource + " is missing"));
        }
        return new InputStreamReader(in, StandardCharsets.UTF_8);
    }
}
