package io.aftercall.analyze;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A company's own rubric, for tests. */
public final class OwnRubrics {
    private OwnRubrics() {}

    /** With a criterion that is not shipped, one that has another name there, and a level with a name and colour of its own. */
    public static Rubrics shop(Path folder) throws IOException {
        Files.writeString(folder.resolve("shop.yaml"), """
                id: shop
                modes: [Shop]
                name: { zh: 店, ru: Лавка, en: Shop }
                least: { share: 0, utterances: 1 }
                criteria:
                  - id: trolley
                    weight: 10
                    evidence: any
                    name: { zh: 推车, ru: Тележка, en: Trolley }
                    met: { zh: 推, ru: Катит, en: Is pushed }
                  - id: price
                    weight: 10
                    evidence: any
                    name: { zh: 公道价, ru: Честная цена, en: Fair price }
                    met: { zh: 公道, ru: Честная, en: Is fair }
                levels:
                  - level: A
                    name: { zh: 金牌, ru: Золото, en: Gold }
                    alias: { zh: 出色, ru: Великолепно, en: Splendid }
                    colour: "#8a2be2"
                    min: 60
                    max: 100
                  - level: B
                    name: { zh: 银牌, ru: Серебро, en: Silver }
                    alias: { zh: 还行, ru: Сойдёт, en: Passable }
                    colour: "#708090"
                    min: 0
                    max: 59
                """);
        return Rubrics.of(folder.toUri().toString(), List.of());
    }
}
