package dev.chatsessions.adapter.javalin;

import dev.chatsessions.transfer.Intake;
import java.util.Map;

/** What became of the lines of an import, by their types. */
record IntakeJson(Map<String, Long> added, Map<String, Long> left, boolean complete) {

    static IntakeJson from(Intake intake) {
        return new IntakeJson(intake.added(), intake.left(), intake.complete());
    }
}
