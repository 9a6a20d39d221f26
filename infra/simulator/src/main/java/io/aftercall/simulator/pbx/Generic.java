package io.aftercall.simulator.pbx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Any system that can post JSON. */
final class Generic implements TelephonySystem {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Override
    public String name() {
        return "generic";
    }

    @Override
    public List<Post> posts(PlacedCall call) {
        Map<String, @Nullable String> body = new LinkedHashMap<>();
        body.put("call_id", call.id());
        body.put("manager_id", call.call().agent());
        body.put("recording_url", call.recordingUrl());
        body.put("caller", call.call().caller());
        body.put("callee", call.call().callee());
        body.put("customer_id", call.call().customerId());
        body.put("direction", call.call().direction());
        body.put("started_at", call.answered().toString());
        body.put("ended_at", call.end().toString());
        body.values().removeIf(value -> value == null);
        return List.of(Post.json("/webhook/new_call_recording", JSON.writeValueAsString(body), Map.of()));
    }

    @Override
    public Map<String, String> settings(String pbxUrl) {
        return Map.of();
    }
}
