package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.ReplyId;
import dev.chatsessions.SessionId;
import dev.chatsessions.ThreadId;
import dev.chatsessions.reply.ReplyStatus;
import dev.chatsessions.session.Answerer;
import dev.chatsessions.spi.StoredReply;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The replies, and which of them are open, wait, run and are to be trimmed. */
final class ReplyRows {

    private final Table<ReplyId, StoredReply> replies;

    private final Listing<ThreadId, Place, StoredReply> open;

    private final Listing<ThreadId, UUID, StoredReply> finished;

    private final Listing<SessionId, UUID, StoredReply> openBySession;

    private final Listing<SessionId, UUID, StoredReply> bySession;

    private final Lookup<ThreadId, StoredReply> running;

    private final Listing<ReplyStatus, Moment, StoredReply> leased;

    private final Listing<ReplyStatus, Moment, StoredReply> untrimmed;

    private final Table<ThreadId, Turn> turns;

    private final Listing<Answerer, Moment, Turn> turnsByAnswerer;

    ReplyRows(Journal journal) {
        replies = new Table<>(journal, stored -> stored.reply().id());
        open = replies.listing(
                stored -> Optional.of(stored).filter(ReplyRows::isOpen).map(ReplyRows::thread),
                stored -> new Place(stored.askedSequence(), id(stored)),
                Place.ORDER);
        finished = replies.listing(
                stored -> Optional.of(stored).filter(reply -> !isOpen(reply)).map(ReplyRows::thread),
                ReplyRows::id,
                Order.OF_IDS);
        openBySession = replies.listing(
                stored -> Optional.of(stored).filter(ReplyRows::isOpen).map(ReplyRows::session),
                ReplyRows::id,
                Order.OF_IDS);
        bySession = replies.listing(stored -> Optional.of(session(stored)), ReplyRows::id, Order.OF_IDS);
        running = replies.lookup(
                stored -> Optional.of(stored).filter(ReplyRows::isRunning).map(ReplyRows::thread));
        leased = replies.listing(
                stored -> stored.leaseUntil().map(until -> status(stored)),
                stored -> new Moment(stored.leaseUntil().orElseThrow(), id(stored)),
                Moment.ORDER);
        untrimmed = replies.listing(
                stored -> Optional.of(status(stored)).filter(any -> !stored.trimmed() && !isOpen(stored)),
                stored -> new Moment(stored.reply().finishedAt().orElseThrow(), id(stored)),
                Moment.ORDER);
        turns = new Table<>(journal, turn -> thread(turn.next()));
        turnsByAnswerer = turns.listing(
                turn -> Optional.of(turn.answerer()),
                turn -> new Moment(turn.next().reply().askedAt(), id(turn.next())),
                Moment.ORDER);
    }

    Optional<StoredReply> find(ReplyId id) {
        return replies.find(id);
    }

    Optional<StoredReply> runningIn(ThreadId thread) {
        return running.find(thread);
    }

    /** As they were asked. */
    Ordered<Place, StoredReply> openOf(ThreadId thread) {
        return open.of(thread);
    }

    /** By id. */
    Ordered<UUID, StoredReply> openOf(SessionId session) {
        return openBySession.of(session);
    }

    /** Ended or not, by id. */
    Ordered<UUID, StoredReply> of(SessionId session) {
        return bySession.of(session);
    }

    /** Whose turn it is in the threads in which none is running, oldest first. */
    Stream<StoredReply> waitingFor(Answerer answerer) {
        return turnsByAnswerer.of(answerer).ascending().map(Turn::next);
    }

    /** Running, longest ended first. */
    Stream<StoredReply> leaseEnded(Instant before) {
        return leased.of(ReplyStatus.RUNNING).ascendingBefore(Moment.firstAt(before));
    }

    /** How many this caller holds. */
    int heldBy(String caller) {
        return (int) leased.of(ReplyStatus.RUNNING)
                .ascending()
                .filter(stored -> stored.claimedBy().filter(caller::equals).isPresent())
                .count();
    }

    /** Longest finished first. */
    Stream<StoredReply> untrimmed(Instant before) {
        return untrimmed.of(ReplyStatus.FINISHED).ascendingBefore(Moment.firstAt(before));
    }

    /** Keeps the reply, which that answerer is to write. */
    void put(StoredReply stored, Answerer answerer) {
        replies.put(stored);
        giveTurn(thread(stored), answerer);
    }

    /** Removes up to {@code limit} replies of the thread and returns how many. */
    int remove(ThreadId thread, int limit) {
        turns.find(thread).ifPresent(turns::remove);
        var removed = replies.remove(open.of(thread).ascending(), limit);
        return removed + replies.remove(finished.of(thread).ascending(), limit - removed);
    }

    /** Finds anew whose turn it is in the thread. */
    void giveTurn(ThreadId thread, Answerer answerer) {
        var next = open.of(thread).first().filter(first -> running.find(thread).isEmpty());
        next.ifPresentOrElse(
                first -> turns.put(new Turn(first, answerer)),
                () -> turns.find(thread).ifPresent(turns::remove));
    }

    private static boolean isOpen(StoredReply stored) {
        return status(stored).isOpen();
    }

    private static boolean isRunning(StoredReply stored) {
        return status(stored) == ReplyStatus.RUNNING;
    }

    private static ReplyStatus status(StoredReply stored) {
        return stored.reply().status();
    }

    private static SessionId session(StoredReply stored) {
        return stored.reply().session();
    }

    private static ThreadId thread(StoredReply stored) {
        return stored.reply().thread();
    }

    private static UUID id(StoredReply stored) {
        return stored.reply().id().value();
    }

    /** Where a reply stands among those of its thread. */
    record Place(long askedSequence, UUID id) {

        /** As they were asked, then by id. */
        static final Comparator<Place> ORDER =
                Comparator.comparingLong(Place::askedSequence).thenComparing(Place::id, Order.OF_IDS);
    }

    /** The reply that is next in its thread, and who may claim it. */
    private record Turn(StoredReply next, Answerer answerer) {}
}
