package dev.chatsessions.adapter.javalin;

import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException.Invalid;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.webhook.Diagnosis;
import dev.chatsessions.webhook.ListenMode;
import dev.chatsessions.webhook.ListenPreferences;
import dev.chatsessions.webhook.QuietHours;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** When the caller's devices are answered, and why something does not show. */
final class ListeningRoutes {

    private final ChatSessions chat;

    ListeningRoutes(ChatSessions chat) {
        this.chat = chat;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/me/preferences", Access.CALLERS, this::preferences),
                Route.patch("/me/preferences", Access.CALLERS, this::prefer),
                Route.get("/me/diagnosis", Access.CALLERS, this::diagnosis));
    }

    private void preferences(Call call) {
        call.json(200, Preferences.from(chat.webhooks().preferences(call.caller())));
    }

    private void prefer(Call call) {
        var body = call.body().ofUser(call.user().value());
        var now = chat.webhooks().preferences(call.caller());
        var wanted = merged(now, body);
        var expected = ExpectedVersion.of(
                body.wholeNumber("version", 0, Long.MAX_VALUE).orElse(now.version()));
        call.json(200, Preferences.from(chat.webhooks().prefer(call.caller(), wanted, expected)));
    }

    private static ListenPreferences merged(ListenPreferences now, Body body) {
        var mode = body.optionalText("listen_mode").map(ListeningRoutes::mode).orElse(now.mode());
        var phrases = body.texts("phrases").orElse(now.phrases());
        var window = body.wholeNumber("followup_window_ms", 0, Integer.MAX_VALUE);
        var zone = body.optionalText("zone").map(ListeningRoutes::zone).orElse(now.zone());
        var quiet = body.has("quiet_hours")
                ? body.optionalObject("quiet_hours").map(ListeningRoutes::quietHours)
                : now.quietHours();
        try {
            return new ListenPreferences(
                    mode,
                    phrases,
                    window.isPresent() ? Duration.ofMillis(window.getAsLong()) : now.followUpWindow(),
                    body.flag("mute").orElse(now.muted()),
                    quiet,
                    zone,
                    now.version());
        } catch (IllegalArgumentException unfit) {
            throw new Invalid("preferences", unfit.getMessage());
        }
    }

    /** In capitals, as the document writes them, or not. */
    private static ListenMode mode(String text) {
        return Arrays.stream(ListenMode.values())
                .filter(mode -> mode.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new Invalid("listen_mode", "must be TRIGGER, FOLLOWUP or ALWAYS"));
    }

    private static QuietHours quietHours(Body body) {
        return new QuietHours(time(body, "from"), time(body, "until"));
    }

    private static LocalTime time(Body body, String name) {
        try {
            return LocalTime.parse(body.text(name));
        } catch (DateTimeException unreadable) {
            throw new Invalid("quiet_hours/" + name, "must be a time such as 22:00");
        }
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException unknown) {
            throw new Invalid("zone", "must be the name of a time zone such as Europe/Berlin");
        }
    }

    private void diagnosis(Call call) {
        call.json(200, Found.from(chat.webhooks().diagnosis(call.caller())));
    }

    record Preferences(
            String listenMode,
            List<String> phrases,
            long followupWindowMs,
            boolean mute,
            Optional<Quiet> quietHours,
            String zone,
            long version) {

        static Preferences from(ListenPreferences preferences) {
            return new Preferences(
                    preferences.mode().name(),
                    preferences.phrases(),
                    preferences.followUpWindow().toMillis(),
                    preferences.muted(),
                    preferences.quietHours().map(Quiet::from),
                    preferences.zone().getId(),
                    preferences.version());
        }
    }

    record Quiet(String from, String until) {
        static Quiet from(QuietHours hours) {
            return new Quiet(hours.from().toString(), hours.until().toString());
        }
    }

    record Found(List<Finding> findings, List<Device> devices) {
        static Found from(Diagnosis diagnosis) {
            return new Found(
                    Finding.from(diagnosis.findings()),
                    diagnosis.devices().stream().map(Device::from).toList());
        }
    }

    record Finding(String code, String sentence) {
        static List<Finding> from(List<Diagnosis.Finding> findings) {
            return findings.stream()
                    .map(finding -> new Finding(finding.code().word(), finding.sentence()))
                    .toList();
        }
    }

    record Device(LinkJson link, List<Finding> findings, List<Delivered> deliveries) {
        static Device from(Diagnosis.Device device) {
            return new Device(
                    LinkJson.from(device.link()),
                    Finding.from(device.findings()),
                    device.deliveries().stream().map(Delivered::from).toList());
        }
    }

    record Delivered(Instant at, int accepted, int repeated, int skipped, List<Finding> findings) {
        static Delivered from(Diagnosis.Delivered delivered) {
            return new Delivered(
                    delivered.at(),
                    delivered.accepted(),
                    delivered.repeated(),
                    delivered.skipped(),
                    Finding.from(delivered.findings()));
        }
    }
}
