package dev.chatsessions.core.session;

import dev.chatsessions.spi.Storage;
import java.util.ServiceLoader;

public final class ServiceOffender {

    Storage storage() {
        return ServiceLoader.load(Storage.class).findFirst().orElseThrow();
    }
}
