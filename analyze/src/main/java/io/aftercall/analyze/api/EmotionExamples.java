package io.aftercall.analyze.api;

/** The answers that the API's document shows. */
final class EmotionExamples {
    static final String ANALYSIS = """
            {"id":1,"presale_ticket_id":1,"customer_id":100,"sentiment":"positive","purchase_intent_score":85.5,\
            "churn_risk":"low","emotion_factors":{"positive_keywords":["感兴趣","想了解"],"concerns":[],\
            "urgency_level":"medium"},"analysis_result":"客户表现出较高的购买意向...","created_at":"2026-02-15T10:30:00"}""";
    static final String TREND = """
            {"id":1,"presale_ticket_id":1,"customer_id":100,"trend_data":[\
            {"date":"2026-02-01T10:00:00","sentiment":"neutral","intent_score":50.0},\
            {"date":"2026-02-05T14:30:00","sentiment":"positive","intent_score":75.0},\
            {"date":"2026-02-10T16:00:00","sentiment":"positive","intent_score":85.0}],\
            "key_turning_points":[{"date":"2026-02-05T14:30:00","type":"peak","sentiment":"positive",\
            "intent_score":75.0}],"created_at":"2026-02-01T10:00:00","updated_at":"2026-02-10T16:00:00"}""";
    static final String CHURN = """
            {"presale_ticket_id":1,"customer_id":100,"churn_risk":"medium","risk_score":65.5,"risk_factors":[\
            {"factor":"回复时间逐渐变长","weight":"high","description":"客户回复时间从2小时增加到12小时"},\
            {"factor":"沟通频率降低","weight":"medium","description":"距离上次联系已15天"}],\
            "retention_strategies":["主动联系客户，了解是否有新的疑虑","提供限时优惠促进决策","分享成功案例增强信心"],\
            "analysis_summary":"客户流失风险中等，建议及时跟进..."}""";
    static final String BATCH = """
            {"total_analyzed":5,"success_count":5,"failed_count":0,"summaries":[\
            {"customer_id":100,"latest_sentiment":"positive","purchase_intent_score":85.0,"churn_risk":"low",\
            "needs_attention":true,"recommended_action":"高意向客户，建议立即联系促成交易"},\
            {"customer_id":101,"latest_sentiment":"negative","purchase_intent_score":30.0,"churn_risk":"high",\
            "needs_attention":true,"recommended_action":"紧急跟进，制定挽回策略"}],\
            "analysis_timestamp":"2026-02-15T15:00:00"}""";

    private EmotionExamples() {}
}
