package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.spi.ErasureStore.StoredErasure;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Who was erased, and which of that goes on. */
final class ErasureRows {

    private final Table<String, StoredErasure> erasures;

    private final Listing<Boolean, Begun, StoredErasure> open;

    ErasureRows(Journal journal) {
        erasures = new Table<>(journal, StoredErasure::mark);
        open = erasures.listing(
                erasure -> Optional.of(true).filter(any -> erasure.endedAt().isEmpty()), Begun::of, Begun.ORDER);
    }

    Optional<StoredErasure> find(String mark) {
        return erasures.find(mark);
    }

    /** Longest begun first. */
    Stream<StoredErasure> open() {
        return open.of(true).ascending();
    }

    void put(StoredErasure erasure) {
        erasures.put(erasure);
    }

    void remove(StoredErasure erasure) {
        erasures.remove(erasure);
    }

    /** When an erasure began, and which. */
    private record Begun(Instant at, String mark) {

        static final Comparator<Begun> ORDER =
                Comparator.comparing(Begun::at).thenComparing(Begun::mark, Order.OF_TEXTS);

        static Begun of(StoredErasure erasure) {
            return new Begun(erasure.begunAt(), erasure.mark());
        }
    }
}
