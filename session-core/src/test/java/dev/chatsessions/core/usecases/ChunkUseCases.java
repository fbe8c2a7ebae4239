package dev.chatsessions.core.usecases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.ChatSessionsException.Conflict;
import dev.chatsessions.JsonValue;
import dev.chatsessions.Text;
import dev.chatsessions.live.Feed;
import dev.chatsessions.reply.Completion;
import dev.chatsessions.reply.ReplyEvent.ReplyDelta;
import dev.chatsessions.reply.ReplyTicket;
import dev.chatsessions.reply.TextOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever pieces of an answer come, cut anywhere, in whatever order and how often: the text is what was meant. */
abstract class ChunkUseCases extends UseCases {

    private static final String[] CHARACTERS = {
        "a", " ", "\n", "\u00e9", "\u4e2d", "\uFFFD", "\uD83D\uDEA3", "\uD83D\uDC0B"
    };

    private final long seed = System.nanoTime();

    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);

    /** What has to come of a piece. */
    private enum Outcome {
        STORED,
        ACKNOWLEDGED,
        INVALID("validation-failed"),
        CONFLICT("chunk-conflict"),
        GAP("sequence-gap");

        private final String code;

        Outcome() {
            this("");
        }

        Outcome(String code) {
            this.code = code;
        }
    }

    @Test
    void pieces_cut_resent_swapped_and_garbled_make_the_text_that_was_meant() {
        // Chance alone decides what a few cases try; so as many are made as it takes to try everything.
        var tried = 0;
        while (tried < backend.randomCases() || !everythingWasTried()) {
            assertTrue(tried < 50 * backend.randomCases(), "only " + outcomes + " with seed " + seed);
            new Case(heldByRobot(), seed + tried).run();
            tried++;
        }
    }

    private boolean everythingWasTried() {
        return outcomes.keySet().containsAll(EnumSet.allOf(Outcome.class));
    }

    /** One answer: a text, and a sender with a bad line. */
    private final class Case {

        private final ReplyTicket ticket;

        private final long seed;

        private final Random random;

        private final String text;

        /** What was stored, in the order in which it was. */
        private final ArrayList<String> stored = new ArrayList<>();

        private int end;

        Case(ReplyTicket ticket, long seed) {
            this.ticket = ticket;
            this.seed = seed;
            this.random = new Random(seed);
            this.text = text();
        }

        private String text() {
            var characters = new StringBuilder();
            for (var length = random.nextInt(40); length >= 0; length--) {
                characters.append(CHARACTERS[random.nextInt(CHARACTERS.length)]);
            }
            return characters.toString();
        }

        void run() {
            while (end < text.length()) {
                send();
            }
            send();

            chat.replies().complete(ROBOT, ticket.reply().id(), ticket.fence(), Completion.whole());
            assertEquals(text, answer(ANN, ticket.reply()), this::toString);
            var place = 0;
            for (var delta : deltas()) {
                assertEquals(place, delta.offset().value(), this::toString);
                assertEquals(stored.remove(0), delta.text(), this::toString);
                place += delta.text().length();
            }
            assertEquals(text.length(), place, this::toString);
        }

        private Iterable<ReplyDelta> deltas() {
            return log(ANN, new Feed.OfThread(ticket.reply().thread())).stream()
                    .filter(ReplyDelta.class::isInstance)
                    .map(ReplyDelta.class::cast)
                    .toList();
        }

        /** One piece: mostly the next, else one from anywhere, and now and then with a wrong character in it. */
        private void send() {
            var from = random.nextInt(3) > 0 ? end : random.nextInt(text.length());
            var to = Math.min(text.length(), from + random.nextInt(8));
            var piece = new StringBuilder(text.substring(from, to));
            if (!piece.isEmpty() && from < end && random.nextInt(4) == 0) {
                piece.setCharAt(random.nextInt(piece.length()), '?');
            }
            var expected = expected(from, piece.toString());
            outcomes.merge(expected, 1, Integer::sum);
            var told = append(from, piece.toString(), expected);
            if (expected == Outcome.STORED) {
                stored.add(piece.toString());
                end = to;
            }
            assertEquals(end, told, () -> this + ": " + expected + " at " + from + ": " + piece);
        }

        private Outcome expected(int from, String piece) {
            if (piece.isEmpty() || !Text.isStorable(piece)) {
                return Outcome.INVALID;
            }
            if (from == end) {
                return Outcome.STORED;
            }
            if (from + piece.length() > end) {
                return Outcome.GAP;
            }
            return text.startsWith(piece, from) ? Outcome.ACKNOWLEDGED : Outcome.CONFLICT;
        }

        /** Up to where the text is stored afterwards. */
        private int append(int offset, String piece, Outcome expected) {
            try {
                var progress = chat.replies()
                        .append(ROBOT, ticket.reply().id(), ticket.fence(), new TextOffset(offset), piece);
                assertEquals("", expected.code, () -> this + " took at " + offset + ": " + piece);
                return progress.end().value();
            } catch (ChatSessionsException refused) {
                assertEquals(expected.code, refused.code(), () -> this + " at " + offset + ": " + piece);
                if (expected == Outcome.GAP) {
                    var details = ((Conflict) refused).details();
                    assertEquals(JsonValue.of(end), details.fields().get("expected_offset"), this::toString);
                }
                return chat.replies().find(ANN, ticket.reply().id()).end().value();
            }
        }

        @Override
        public String toString() {
            return "the case of seed " + seed;
        }
    }
}
