package dev.chatsessions.tck;

import static dev.chatsessions.tck.TestLinks.NECKLACE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.spi.DeviceAnswerStore;
import dev.chatsessions.spi.DeviceAnswerStore.DeviceAnswer;
import dev.chatsessions.spi.StoredReply;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link DeviceAnswerStore} promises. Used by one test at a time. */
public abstract class DeviceAnswerStoreContract extends Contract {

    /** With the fixture of one test. */
    protected DeviceAnswerStoreContract(StorageFixture fixture) {
        super(fixture);
    }

    @Test
    void those_whose_reply_is_finished_are_due_longest_first() {
        var thread = openedFor(ANNA);
        var later = kept(asked(TestReplies.finished(TestReplies.running(replies.queued(thread)))), 5);
        var earlier = kept(asked(TestReplies.finished(TestReplies.running(replies.queued(thread)))), 3);
        kept(asked(replies.queued(thread)), 1);

        assertEquals(List.of(), due(2, ALL));
        assertEquals(List.of(earlier), due(3, ALL));
        assertEquals(List.of(earlier, later), due(9, ALL));
        assertEquals(List.of(earlier), due(9, 1));
    }

    @Test
    void a_claim_counts_a_try_and_moves_it_out_of_the_way() {
        var kept = finished();

        assertTrue(claimed(kept, 0, 7));

        assertEquals(List.of(), due(6, ALL));
        assertEquals(
                List.of(new DeviceAnswer(kept.reply(), kept.session(), NECKLACE, 1, TestTimes.at(7))), due(7, ALL));
        assertFalse(claimed(kept, 0, 8));
        assertFalse(removed(kept, 0));
        assertTrue(removed(kept, 1));
        assertFalse(removed(kept, 1));
        assertEquals(List.of(), due(9, ALL));
        assertFalse(claimed(kept, 1, 9));
    }

    @Test
    void of_those_who_claim_or_forget_it_at_once_one_does() {
        var kept = finished();

        var won = Collision.results(Collision.of(IntStream.range(0, 6)
                .<Callable<Boolean>>mapToObj(party -> () -> party % 2 == 0 ? claimed(kept, 0, 7) : removed(kept, 0))
                .toList()));

        assertEquals(1, won.stream().filter(each -> each).count());
    }

    private DeviceAnswer finished() {
        return kept(asked(TestReplies.finished(TestReplies.running(replies.queued(openedFor(ANNA))))), 1);
    }

    private DeviceAnswer kept(StoredReply reply, int step) {
        var answer = new DeviceAnswer(reply.reply().id(), reply.reply().session(), NECKLACE, 0, TestTimes.at(step));
        keepIn(answer.session(), stores -> stores.deviceAnswers().insert(answer));
        return answer;
    }

    private boolean claimed(DeviceAnswer answer, int tries, int step) {
        return did(stores -> stores.deviceAnswers().claim(answer.reply(), tries, TestTimes.at(step)));
    }

    private boolean removed(DeviceAnswer answer, int tries) {
        return did(stores -> stores.deviceAnswers().remove(answer.reply(), tries));
    }

    private List<DeviceAnswer> due(int step, int limit) {
        return read(stores -> stores.deviceAnswers().due(TestTimes.at(step), limit));
    }
}
