package dev.chatsessions.webhook;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.link.DeviceLink;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Why a user's devices show what they show.
 *
 * @param findings about all of it
 * @param devices his links that last, latest first
 */
public record Diagnosis(List<Finding> findings, List<Device> devices) {

    public Diagnosis {
        findings = List.copyOf(findings);
        devices = List.copyOf(devices);
    }

    /**
     * One linked device.
     *
     * @param deliveries the last ones, at most 10, latest first; none that came while the device was another's
     */
    public record Device(DeviceLink link, List<Finding> findings, List<Delivered> deliveries) {
        public Device {
            requireNonNull(link, "link");
            findings = List.copyOf(findings);
            deliveries = List.copyOf(deliveries);
        }
    }

    /** One delivery, and what came of it. */
    public record Delivered(Instant at, int accepted, int repeated, int skipped, List<Finding> findings) {
        public Delivered {
            requireNonNull(at, "at");
            findings = List.copyOf(findings);
        }
    }

    /**
     * Something that a user may want to know.
     *
     * @param sentence for people; its words may change
     */
    public record Finding(Code code, String sentence) {
        public Finding {
            requireNonNull(code, "code");
            requireNonNull(sentence, "sentence");
        }
    }

    /** What was found, for programs. */
    public enum Code {
        /** The user has linked no device. */
        NO_DEVICE_LINKED,
        /** Nothing came from the device since it was linked; perhaps its calls carry no uid. */
        NOTHING_ARRIVED,
        /** The call named no device; it was taken for the one that bears its session's name. */
        NO_UID,
        /** The device was nobody's when it came; it was kept, and claimed later. */
        NOT_LINKED,
        /** Segments could not be used. */
        SKIPPED,
        /** Everything in it was there already. */
        DUPLICATE,
        /** Some of it was said in a conversation that was concluded before it came; it is told there. */
        LATE,
        /** The call held nothing that could be used. */
        NOTHING_HEARD,
        /** The user silences all answers. */
        MUTED,
        /** It came in the user's quiet hours. */
        QUIET_HOURS,
        /** The device's session is paused. */
        PAUSED,
        /** None of the user's phrases was heard. */
        NO_TRIGGER,
        /** A question is being asked, and may go on. */
        ASKING,
        /** A question was asked; its answer is in the conversation. */
        ASKED,
        /** A question was asked while too many waited. */
        BUSY,
        /** A question was asked that the user's budget does not cover; the device was told so. */
        OVER_BUDGET;

        /** The name on the wire, in lower case with hyphens. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
