package io.aftercall.analyze.api.records;

/** The document's examples, shortened to one row each, as the API's own page shows them. */
final class RecordExamples {
    static final String NOT_FOUND =
            "{\"code\":404,\"status\":\"error\",\"message\":\"there is no record 42\",\"data\":null}";
    static final String REFUSED =
            "{\"code\":422,\"status\":\"error\",\"message\":\"page must be 1 or more\",\"data\":null}";
    static final String LATER =
            "{\"code\":503,\"status\":\"error\",\"message\":\"the index cannot be asked now\",\"data\":null}";

    private static final String CALL = """
            "id":"6d44d2f4-90f9-4621-8c77-e5e70c810623","task_id":"234cdcac-501c-47b5-9c06-47a658f363b8","group_id":299,\
            "callid":"d6a577d4-7180-11e9-80bd-7fed30fcff3f","score":0,"callee":"18810495721","caller_number":"300708",\
            "duration":60080,"error_code":0,"gender":1,"level_id":"e605e0b0-96b2-4af0-9b78-7cdd5fc6b783",\
            "calldate":"2019-05-08 19:02:58","bill":31319,"hangupcause":"NORMAL_CLEARING",\
            "hangupdate":"2019-05-08 19:03:58","answerdate":"2019-05-08 19:03:26","recordfile":"...wav",\
            "bridge_callid":null,"bridge_number":null,"bridge_calldate":null,"bridge_answerdate":null,\
            "hangup_disposition":1,"created_at":"2019-05-08 19:03:27","updated_at":"2019-05-08 19:03:59","rounds":0,\
            "level_name":"D级(无意向)","bredge_number":null,"read_at":"2020-03-06 23:06:46","province_id":3,"city_id":12,\
            "operator":2""";
    static final String RECORDS = """
            {"code":200,"status":"ok","message":"获取通话记录成功","data":{"data":[{"tags":[],"tag_groups":[\
            {"id":"f7eba8dd-3721-4e15-b197-6b0c16639eec","user_id":"4d99d91c-f5d9-49da-88da-758977cc58a9","name":"有意向",\
            "created_at":"2020-03-06 21:54:51","updated_at":"2020-03-06 21:54:51",\
            "tag_scene_id":"a13ad9cb-d9be-4498-bfe3-cd32c677f0dd"}],"operator_name":"联通",""" + CALL + """
            ,"level":{"id":"e605e0b0-96b2-4af0-9b78-7cdd5fc6b783","name":"D级","alias":"无意向","color":"#000"},\
            "gender_str":"未知","hangup_disposition_str":"AI","city":{"id":12,"pid":3,"city":"南京","area_code":"025",\
            "post_code":"210000","created_at":"2019-05-09 09:08:45","updated_at":"2019-05-09 09:08:45"},"province":{"id":3,\
            "pid":null,"city":"江苏","area_code":"0519","post_code":"213000","created_at":"2019-05-09 09:08:45",\
            "updated_at":"2019-05-09 09:08:45"}}],"total":1,"last_page":1}}""";
    static final String RECORD = """
            {"code":200,"status":"ok","message":"获取任务信息成功","data":{""" + CALL + """
            ,"gender_str":"男","hangup_disposition_str":"客户"}}""";
    static final String NUMBERS = """
            {"code":200,"status":"ok","message":"获取号码列表成功","data":{"data":[{"number":"18651683344","city":"南京",\
            "pro":"江苏","mobile_type":"联通","area_code":"025","post_code":"210000","id":1691,"status_str":"呼叫成功",\
            "callid":"90a48ed3-a5f6-4904-b1f3-a9ec883b069f","calldate":"2020-03-06 23:04:37","bill":26638,\
            "duration":35639,"hangupcause":"NORMAL_CLEARING","hangupdate":"2020-03-06 23:05:12",\
            "answerdate":"2020-03-06 23:04:46","is_blacklist":false,"status":1,"call_history":[{"id":354060,\
            "user_id":"4d99d91c-f5d9-49da-88da-758977cc58a9","task_id":"772dd881-dcf7-42ee-a32b-b40a0ee5afb7",\
            "call_id":"1569523c-d3d3-48fd-97a0-ad88d6606a19","number_id":1691,"number":"18651683344",\
            "call_time":"2020-03-04 20:50:36","duration":13339,"hangup_cause":"NORMAL_CLEARING","hangup_code":null,\
            "bill":0,"call_status":"busy now","status":8,"record_file":null,"calling_number":"17361984317",\
            "province_id":3,"city_id":12,"operator":2,"created_at":"2020-03-04 20:50:50",\
            "updated_at":"2020-03-04 20:50:50","status_str":"占线、用户正忙"}]}],"total":1,"last_page":1}}""";
    static final String RECORD_INFO = """
            {"code":200,"status":"ok","message":"获取通话详情成功","data":{"records":[{\
            "id":"118d691e-5a80-42f2-8ad8-40e34bc9b321","record_id":"9c736f53-0c1b-4047-b30a-dd87d2968541",\
            "task_id":"840a4346-d0ac-4800-9c73-3d06275a9158","notify":"asrmessage_notify",\
            "callid":"281db55e-64e8-11e9-9bb2-3564eb72c846","error_code":0,"asrtype":null,"callee":"18651683344",\
            "gender":null,"asr_elapse":null,"record_ms":null,"volume_gain":null,"question":"不再见,再见。",\
            "question_index":2,"speak_ms":1395,"play_ms":3280,"keyword":"再见",\
            "answer_id":"15d1230b-9820-4662-9aa2-e2003176efb0","answer_text":"普适结束语","word_class":"1","score":0,\
            "sequence":5,"created_at":"2019-04-22 18:20:02","updated_at":"2019-04-22 18:20:02","bridge_status":null,\
            "answer_content":"感谢您的接听,我就打扰您了,祝您生活愉快,再见","contents":[],"tags":[]}],\
            "is_intervene_bridge":false,"is_intervene_hangup":false,"intervene_number":[],"is_crm_exists":true,\
            "info":{"record":{},"task":{"group":{}}},\
            "mobile_info":{"mobile_type":"联通","province":"江苏","city":"南京"},"utterances":[]}}""";

    private RecordExamples() {}
}
