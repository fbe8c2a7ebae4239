package dev.chatsessions.core.work;

import com.google.common.hash.Hashing;
import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessionsException.Gone;
import dev.chatsessions.ChatSessionsException.KeyReused;
import dev.chatsessions.RequestKey;
import dev.chatsessions.spi.Observer;
import dev.chatsessions.spi.RequestKeyStore.StoredRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Makes creating calls safe to repeat: the key goes in first, in the transaction of what it protects. Stateless. */
public final class RequestKeys {

    private RequestKeys() {}

    /**
     * Creates once.
     *
     * @param content tells this request's content from another's; its text is hashed, and made only where there is a key
     * @param results what {@code create} will make, kept for a repetition
     * @param replay gives the first result again, from its results
     */
    public static <T> T once(
            Writing writing,
            Caller caller,
            String operation,
            RequestKey requestKey,
            Object content,
            List<String> results,
            Function<List<String>, T> replay,
            Supplier<T> create) {
        if (!(requestKey instanceof RequestKey.Given given)) {
            return create.get();
        }
        var hash = Hashing.sha256()
                .hashString(content.toString(), StandardCharsets.UTF_8)
                .toString();
        var stored = writing.stores()
                .requestKeys()
                .insert(new StoredRequest(caller.key(), operation, given.value(), hash, results, writing.now()));
        if (stored.isEmpty()) {
            return create.get();
        }
        if (!stored.get().bodyHash().equals(hash)) {
            throw new KeyReused("this request key was used for another " + operation + "; use a new one");
        }
        writing.observe(Observer::repeated);
        return replay.apply(stored.get().results());
    }

    /** What a repetition answers when the thing it made is no longer there. */
    public static Gone gone(String thing) {
        return new Gone("result-gone", "the " + thing + " that this request made is gone");
    }
}
