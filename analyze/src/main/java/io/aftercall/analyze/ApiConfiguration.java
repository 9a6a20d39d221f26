package io.aftercall.analyze;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import io.aftercall.analyze.api.AuditApi;
import io.aftercall.analyze.api.AuditPages;
import io.aftercall.analyze.api.Audits;
import io.aftercall.analyze.api.CallPages;
import io.aftercall.analyze.api.CallsApi;
import io.aftercall.analyze.api.Communications;
import io.aftercall.analyze.api.CustomersApi;
import io.aftercall.analyze.api.EmotionApi;
import io.aftercall.analyze.api.ReviewsApi;
import io.aftercall.analyze.api.RulesApi;
import io.aftercall.analyze.api.records.RecordsApi;
import io.aftercall.analyze.index.CallRecords;
import io.aftercall.analyze.tags.TagRules;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.ingest.SubmissionConfiguration;
import io.aftercall.ingest.Submissions;
import java.time.Clock;
import java.time.ZoneId;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The api role: calls over HTTP, as JSON and as pages for people, and conversations handed in to be judged. Needs an
 * Elasticsearch client and what the {@link AnalyzeConfiguration} and the {@link SubmissionConfiguration} need.
 */
@Configuration(proxyBeanMethods = false)
@Import({CallIndexConfiguration.class, AnalyzeConfiguration.class, SubmissionConfiguration.class})
@EnableConfigurationProperties({AuditSettings.class, EmotionSettings.class, ReviewSettings.class})
public class ApiConfiguration {
    @Bean
    CallsApi callsApi(CallIndex index, @Value("${aftercall.time-zone:UTC}") ZoneId zone) {
        return new CallsApi(index, zone);
    }

    @Bean
    ReviewsApi reviewsApi(
            CallFolder folder,
            CallIndex index,
            Rubrics rubrics,
            ReviewSettings settings,
            Clock clock,
            @Value("${aftercall.time-zone:UTC}") ZoneId zone) {
        return new ReviewsApi(new Reviews(folder, index, rubrics, settings.objections(), clock), index, zone);
    }

    @Bean
    RulesApi rulesApi(CallIndex index) {
        return new RulesApi(index);
    }

    @Bean
    CallPages callPages(
            CallIndex index,
            CallFolder folder,
            Rubrics rubrics,
            TagRules tagRules,
            ReviewSettings settings,
            @Value("${aftercall.time-zone:UTC}") ZoneId zone) {
        return new CallPages(index, folder, rubrics, tagRules, settings.objections(), zone);
    }

    @Bean
    CallRecords callRecords(
            ElasticsearchClient client,
            IndexSettings settings,
            @Qualifier("indexDependency") Dependency indexDependency,
            Gate gate) {
        return new CallRecords(client, settings, indexDependency, gate);
    }

    /** Times are the robot platform's, whose API this is, unless the installation has a time zone. */
    @Bean
    RecordsApi recordsApi(
            CallRecords records,
            CallIndex index,
            Rubrics rubrics,
            TagRules tagRules,
            @Value("${aftercall.time-zone:${aftercall.ingest.robot.time-zone:Asia/Shanghai}}") ZoneId zone) {
        return new RecordsApi(records, index, rubrics, tagRules, zone);
    }

    @Bean
    Audits audits(
            Submissions submissions,
            Analyst analyst,
            CallFolder folder,
            CallIndex index,
            Verdicts verdicts,
            Clock clock) {
        return new Audits(submissions, analyst, folder, index, verdicts, clock);
    }

    @Bean
    AuditApi auditApi(
            Audits audits, Submissions submissions, CallFolder folder, Rubrics rubrics, AuditSettings settings) {
        return new AuditApi(audits, submissions, folder, rubrics, settings);
    }

    @Bean
    Communications communications(
            Submissions submissions, Analyst analyst, CallFolder folder, CallIndex index, Ids ids) {
        return new Communications(submissions, analyst, folder, index, ids);
    }

    @Bean
    EmotionApi emotionApi(
            Communications communications,
            CallIndex index,
            Ids ids,
            EmotionSettings settings,
            @Value("${aftercall.time-zone:UTC}") ZoneId zone) {
        return new EmotionApi(communications, index, ids, settings, zone);
    }

    @Bean
    CustomersApi customersApi(
            Communications communications,
            CallIndex index,
            EmotionSettings settings,
            Clock clock,
            @Value("${aftercall.time-zone:UTC}") ZoneId zone) {
        return new CustomersApi(communications, index, settings, clock, zone);
    }

    @Bean
    AuditPages auditPages(
            Audits audits, CallIndex index, Rubrics rubrics, @Value("${aftercall.time-zone:UTC}") ZoneId zone) {
        return new AuditPages(audits, index, rubrics, zone);
    }
}
