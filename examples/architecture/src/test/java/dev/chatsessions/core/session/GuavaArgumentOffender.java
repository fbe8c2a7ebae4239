package dev.chatsessions.core.session;

import com.google.common.hash.HashCode;
import java.util.Optional;

public final class GuavaArgumentOffender {

    public boolean matches(Optional<HashCode> hash) {
        return hash.isPresent();
    }
}
