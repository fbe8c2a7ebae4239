package dev.chatsessions.core.session;

import com.google.common.hash.HashCode;
import java.util.List;

public final class GuavaOffender {

    public List<HashCode> hashes() {
        return List.of();
    }
}
