package dev.chatsessions.core.session;

import com.google.common.hash.HashCode;

public final class GuavaFieldOffender {

    public static final HashCode ZERO = HashCode.fromInt(0);
}
