package io.aftercall.infra.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import org.springframework.beans.factory.annotation.Value;
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
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Aftercall")
                        .version("v1")
                        .description("Every hung-up sales call, scored and searchable."));
    }
}
