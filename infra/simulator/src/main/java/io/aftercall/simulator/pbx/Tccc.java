package io.aftercall.simulator.pbx;

import java.util.List;
import java.util.Map;

/** Tencent Cloud Contact Center: a push for the call and one for its recording, with a user and a password. */
final class Tccc implements TelephonySystem {
    @Override
    public String name() {
        return "tccc";
    }

    @Override
    public List<Post> posts(PlacedCall call) {
        String cdr = """
                {"SdkAppId":1400264214,"SessionId":"%s","Caller":"%s","Callee":"%s","Direction":%d,"CallType":%d,"Duration":%d,\
                "StartTimestamp":%d,"RingTimestamp":%d,"AcceptTimestamp":%d,"EndedTimestamp":%d,"SeatUser":{"UserId":"%s"},\
                "HungUpSide":"user","EndStatusString":"ok"}""".formatted(
                        call.id(),
                        call.caller(),
                        call.callee(),
                        call.outbound() ? 1 : 0,
                        call.outbound() ? 1 : 2,
                        call.talkedSeconds(),
                        call.started().getEpochSecond(),
                        call.started().getEpochSecond(),
                        call.answered().getEpochSecond(),
                        call.end().getEpochSecond(),
                        call.call().agent());
        String record = """
                {"SdkAppId":1400264214,"RecordId":"%d","SessionId":"%s","Timestamp":%d,"RecordURL":"%s"}""".formatted(call.number(), call.id(), call.end().getEpochSecond(), call.recordingUrl());
        Map<String, String> password = Map.of("Authorization", Signatures.basic("aftercall"));
        return List.of(
                Post.json("/webhook/tccc?action=cdr&version=1", cdr, password),
                Post.json("/webhook/tccc?action=record&version=1", record, password));
    }

    @Override
    public Map<String, String> settings(String pbxUrl) {
        return Map.of("aftercall.telephony.tccc.password", SECRET);
    }
}
