package dev.chatsessions.adapter.inmemory;

import dev.chatsessions.LinkId;
import dev.chatsessions.SessionId;
import java.util.Comparator;
import java.util.UUID;

/** The orders that every storage has in common. */
final class Order {

    /** As their text sorts, and their bytes; {@link UUID#compareTo} takes them for signed numbers. */
    static final Comparator<UUID> OF_IDS = Order::compareIds;

    /** As their ids. */
    static final Comparator<LinkId> OF_LINKS = Comparator.comparing(LinkId::value, OF_IDS);

    /** As their ids. */
    static final Comparator<SessionId> OF_SESSIONS = Comparator.comparing(SessionId::value, OF_IDS);

    /** As their UTF-8 bytes sort, which is by code point; {@link String#compareTo} goes by UTF-16. */
    static final Comparator<String> OF_TEXTS = Order::compareTexts;

    private Order() {}

    private static int compareIds(UUID one, UUID other) {
        var high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    }

    private static int compareTexts(String one, String other) {
        var common = Math.min(one.length(), other.length());
        for (var i = 0; i < common; i++) {
            if (one.charAt(i) != other.charAt(i)) {
                return rank(one.charAt(i)) - rank(other.charAt(i));
            }
        }
        return one.length() - other.length();
    }

    /** Surrogates stand for the code points above all others. */
    private static int rank(char unit) {
        return Character.isSurrogate(unit) ? unit + 0x10000 : unit;
    }
}
