package dev.chatsessions.tck;

import org.junit.jupiter.api.Assumptions;

public final class SkippingOffender {

    void run(boolean able) {
        Assumptions.assumeTrue(able);
    }
}
