package io.aftercall.infra.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webmvc.error.ErrorAttributes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Access, errors and documentation, the same for every role. */
@Configuration(proxyBeanMethods = false)
public class WebConfiguration {
    @Bean
    AccessToken accessToken(
            @Value("${aftercall.api-token:}") String token, @Value("${server.address:127.0.0.1}") String address) {
        return new AccessToken(token, address);
    }

    @Bean
    ErrorAnswers errorAnswers(ErrorAttributes attributes) {
        return new ErrorAnswers(attributes);
    }

    @Bean
    ReadableQuery readableQuery() {
        return new ReadableQuery();
    }

    /** Behind Spring Boot's own, so that what refuses a request says so in our shape. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> refusals() {
        return server -> {
            server.addContextCustomizers(
                    context -> context.getParent().getPipeline().addValve(new RefusedRequests()));
            // An id may have a slash in it, as a sales person's name does.
            server.addConnectorCustomizers(
                    connector -> connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue()));
        };
    }

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Aftercall")
                        .version("v1")
                        .description("Every hung-up sales call, scored and searchable."));
    }
}
