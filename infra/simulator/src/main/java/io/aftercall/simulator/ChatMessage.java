package io.aftercall.simulator;

import java.time.Instant;
import java.util.Map;

/** One request to the chat robot as it came: header names in lower case, the body as text. */
public record ChatMessage(String method, String query, Map<String, String> headers, String body, Instant at) {}
