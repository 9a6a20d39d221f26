package io.aftercall.analyze.api;

import java.util.List;
import java.util.stream.Stream;

/**
 * The risk of losing a customer.
 *
 * @param churnRisk high, medium or low
 * @param riskScore 0-100
 * @param riskFactors what it comes from, the heaviest first
 * @param retentionStrategies what to do against each of them
 */
record ChurnAnswer(
        long presaleTicketId,
        long customerId,
        String churnRisk,
        double riskScore,
        List<RiskFactor> riskFactors,
        List<String> retentionStrategies,
        String analysisSummary) {

    /** {@code weight}: high, medium or low. */
    record RiskFactor(String factor, String weight, String description) {}

    static ChurnAnswer of(long ticket, long customer, ChurnForecast forecast, Labels labels) {
        List<RiskFactor> factors = forecast.factors().stream()
                .map(factor -> new RiskFactor(
                        labels.get("churnFactor_" + factor.kind()), factor.weight(), factor.description(labels)))
                .toList();
        List<String> strategies = Stream.concat(
                        forecast.factors().stream().map(factor -> "churnKeep_" + factor.kind()),
                        Stream.of("churnKeep_" + forecast.risk()))
                .map(labels::get)
                .toList();
        String why = factors.isEmpty()
                ? labels.get("churnNoFactor")
                : labels.get("churnFactors")
                        .formatted(labels.list(
                                factors.stream().map(RiskFactor::factor).toList()));
        return new ChurnAnswer(
                ticket,
                customer,
                forecast.risk(),
                forecast.score(),
                factors,
                strategies,
                labels.sentences(List.of(labels.get("churnSummary_" + forecast.risk()), why)));
    }
}
