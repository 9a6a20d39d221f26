package io.aftercall.analyze;

import static java.util.regex.Pattern.CASE_INSENSITIVE;
import static java.util.regex.Pattern.MULTILINE;
import static java.util.regex.Pattern.UNICODE_CASE;

import java.text.Normalizer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Words that are meant for whoever judges the call, not for the other person on the line. They are no crime and change no
 * verdict by themselves; they only prove nothing.
 */
final class Meddling {
    private static final Pattern WORDS = Pattern.compile(
            Stream.of(
                            // Nobody speaks JSON or markup.
                            "\\{\\s*\"|\"\\s*:\\s*[\\[{\"\\d]|```|<\\|",
                            "</?\\s*(system|assistant|user|developer|instruction|transcript)|\\[/?inst]",
                            "^\\s*(system|assistant|developer|система|системное сообщение|系统)\\s*:",
                            "\\b(ignore|disregard|forget|override|bypass)\\b.{0,40}\\b(instruction|prompt|rubric|criteri|guideline)",
                            "\\b(system|developer|hidden)\\s+(prompt|instruction|(message|note)\\s*:)",
                            "\\b(give|award|set|rate|score|mark|grant|assign)\\b.{0,60}\\b(criteri|rubric|verdict|full marks|perfect score|(100|hundred|zero|maximum) points)",
                            "\\b(rubric|every criterion|(for|on|in) all criteria|language model|dear (ai|assistant|judge|grader|evaluator|reviewer)|note (to|for) the (ai|judge|model|grader|evaluator))\\b",
                            "\\b(mark|rate|score|grade|judge) (everything|(every|each|all)( the)? (items?|points?))\\b.{0,10}\\bas (fully )?(met|missed|achieved|fulfilled|passed|failed|perfect)\\b",
                            "\\b(assistant|judge|model|ai|whoever)\\b.{0,5}\\b(is )?reading this (transcript|conversation|call)\\b",
                            "\\bverdicts?\\b.{0,10}\\b(is|are|of|must|should|met|missed)\\b|\\ball criteria\\b.{0,20}\\b(met|fulfilled|passed)\\b",
                            "\\byou are (now )?(the |a |an )?(judge|model|assistant|evaluator|auditor|ai\\b)",
                            "\\b(judge|evaluator|auditor|ai|model)\\b.{0,15}\\b(must|shall|has to) (give|mark|score|say|rate|judge|answer|return|set)\\b",
                            "(?<!nps )\\b(purchase intent|emotion|churn( risk)?|score)\\b.{0,15}\\b(100|hundred|maximum)\\b",
                            "(игнорир|забуд|отмен|пренебре|не обращай).{0,40}(инструкц|указан|промпт|критери)",
                            "(поставь|выставь|присвой|засчитай|оцени).{0,50}(балл|оценк|критери|вердикт)",
                            "(?<!подходит по )(?<!подходят по )(?<!соответствует )(все|всем|каждый|каждому|любому|любой)\\s+критери|вердикт|нейросеть[,:!]",
                            "систем\\S*\\s+(сообщен\\S*\\s*:|промпт|инструкц)|ты\\s+(теперь\\s+)?(судья|модель|ассистент|оценщик)",
                            "(?<![а-яё])(отметь|поставь|выставь|оцени|засчитай)(те)?(?![а-яё]).{0,20}(за вс[её] (максимум|высш|отлично)|(?<![а-яё])вс[её] как (не ?)?(выполненн?о|достигнут|провален)(?![а-яё]))",
                            "(для|заметка|примечание).{0,12}(оценщик|судь|проверяющ|нейросет)[а-яё]{0,6}\\s*:|(?<![а-яё])засчитай(те)?(?![а-яё]).{0,20}(шаг|критери)",
                            "(уважаем|дорог)[а-яё]{1,4}\\s+искусственн[а-яё]{1,4}\\s+интеллект|уважаем[а-яё]{1,4}\\s+(нейросеть|судья)",
                            "(忽略|无视|忘记|忘掉|跳过|不要理会).{0,20}(指示|指令|提示词|评分)",
                            "(都|他|她|销售|客服|坐席|员工|经理|通话|电话|录音|标准|只会|直接|一律|全部|必须|务必|应该|应当|一定|要求|要|就|[，,。]|^)(你|您)?请?(给|打|判|评|得)(?!您|你|我).{0,6}(?<!你们打)(?<!服务打)(?<!服务打个)(满分|一百分|100\\s*分|零分)",
                            "系统(消息|指令)\\s*[:：]|系统提示词|你(现在)?是.{0,10}(评委|裁判|模型|评分|质检)",
                            "(把|将|请).{0,4}(所有|全部)(项目|条目|指标).{0,4}(标记|标|判|打|评|记)(为|成|作).{0,4}(达成|达标|满足|通过|满分|零分)",
                            "所有(标准|评分项)(?!配)|每(一?[项个])?(标准|评分项)(?!配)|评分(员|模型|规则)|购买意向.{0,8}(100|一百)")
                    .reduce((one, other) -> one + "|" + other)
                    .orElseThrow(),
            CASE_INSENSITIVE | UNICODE_CASE | MULTILINE);

    private Meddling() {}

    static boolean in(String text) {
        return WORDS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC)).find();
    }
}
