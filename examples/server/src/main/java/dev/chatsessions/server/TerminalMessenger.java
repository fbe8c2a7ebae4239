package dev.chatsessions.server;

import dev.chatsessions.DeviceId;
import dev.chatsessions.link.LinkCode;
import dev.chatsessions.spi.DeviceMessenger;
import java.time.Instant;
import java.util.function.Consumer;

/** Tells the one developer in front of the terminal what devices would be told. */
final class TerminalMessenger implements DeviceMessenger {

    private final Consumer<String> terminal;

    TerminalMessenger(Consumer<String> terminal) {
        this.terminal = terminal;
    }

    @Override
    public void code(DeviceId device, LinkCode code, Instant expiresAt) {
        terminal.accept("code for the device " + device + ", good until " + expiresAt + ": " + code.digits());
    }

    @Override
    public void answer(DeviceId device, String text) {
        terminal.accept("answer for the device " + device + ": " + text);
    }
}
