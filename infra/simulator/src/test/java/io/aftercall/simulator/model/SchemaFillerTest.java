package io.aftercall.simulator.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SchemaFillerTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static JsonNode json(String text) {
        return JSON.readTree(text.replace('\'', '"'));
    }

    private static String text(String text) {
        return json(text).toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'object','properties':{'a':{'type':'integer','minimum':3,'maximum':9},'b':{'type':'number',"
                        + "'exclusiveMinimum':0,'maximum':0.5}},'required':['a','b'],'additionalProperties':false}",
                "{'type':'object','properties':{'n':{'$ref':'#/$defs/node'}},'required':['n'],'$defs':{'node':{'type':"
                        + "'object','properties':{'next':{'anyOf':[{'$ref':'#/$defs/node'},{'type':'null'}]},'v':{'type':"
                        + "'string','minLength':3}},'required':['next','v'],'additionalProperties':false}}}",
                "{'type':'object','properties':{'kids':{'type':'array','items':{'$ref':'#'}}},'required':['kids']}",
                "{'type':['string','null']}",
                "{'type':'array','minItems':3,'maxItems':4,'items':{'enum':['X','Y']}}",
                "{'type':'array','prefixItems':[{'type':'boolean'},{'const':7}],'items':{'type':'string'}}",
                "{'allOf':[{'type':'object','properties':{'a':{'type':'string'}},'required':['a']},{'properties':"
                        + "{'b':{'type':'integer','multipleOf':5,'minimum':7}},'required':['b']}]}",
                "{'oneOf':[{'type':'object','properties':{'kind':{'const':'car'}},'required':['kind']},{'type':'string'}]}",
                "{'type':'object','properties':{'verdict':{'enum':['GOOD','BAD']},'score':{'type':'integer','maximum':-4},"
                        + "'flag':{'type':'boolean'},'none':{'type':'null'}},'required':['verdict','score','flag','none']}",
                "{'properties':{'x':{'items':{'type':'integer'}}},'required':['x']}",
            })
    void fillsOddSchemasWithValidInstances(String text) {
        JsonNode schema = json(text);

        JsonNode instance =
                SchemaFiller.fill(schema, json("{'score': 1000, 'a': 55, 'kids': [1, {}], 'x': 'no list'}"));

        assertThat(SchemaCheck.complaints(schema, instance))
                .as(instance.toString())
                .isEmpty();
    }

    @Test
    void takesOverWhatTheSchemaHasRoomFor() {
        JsonNode schema = json("{'type':'object','properties':{'dueInHours':{'type':'integer','maximum':48},'tags':"
                + "{'type':'array','items':{'enum':['PRICE','NOT_NOW']}},'next':{'anyOf':[{'type':'null'},{'type':'object',"
                + "'properties':{'what':{'type':'string','maxLength':4}},'required':['what']}]}},"
                + "'required':['dueInHours','tags','next']}");

        JsonNode instance = SchemaFiller.fill(
                schema, json("{'due_in_hours':72,'tags':['price','weather','not_now'],'next':{'what':'call back'}}"));

        assertThat(instance).hasToString(text("{'dueInHours':48,'tags':['PRICE','NOT_NOW'],'next':{'what':'call'}}"));
    }

    @Test
    void leavesWhatIsNotProposedNeutral() {
        JsonNode schema = json("{'type':'object','properties':{'sentiment':{'enum':['POSITIVE','NEUTRAL']},'nextStep':"
                + "{'anyOf':[{'type':'object','properties':{}},{'type':'null'}]},'list':{'type':'array','items':{}}}}");

        assertThat(SchemaFiller.fill(schema, json("{}")))
                .hasToString(text("{'sentiment':'NEUTRAL','nextStep':null,'list':[]}"));
    }
}
