package dev.chatsessions.adapter.javalin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** What cameras make of the QR codes. */
class ZxingCodesTest {

    private static final String LINK =
            "https://chat.example.org/join?lang=de#cs_j_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ";

    private static final Pattern DARK = Pattern.compile("M(\\d+) (\\d+)h1v1h-1z");

    private final ZxingCodes codes = new ZxingCodes();

    @Test
    void a_camera_reads_the_png() throws IOException, ReaderException {
        var image = ImageIO.read(new ByteArrayInputStream(codes.png(LINK)));
        var size = image.getWidth();

        assertEquals(LINK, read(size, image.getRGB(0, 0, size, size, null, 0, size)));
    }

    @Test
    void a_camera_reads_the_svg() throws ReaderException {
        var svg = codes.svg(LINK);
        var head = Pattern.compile("viewBox=\"0 0 (\\d+) ").matcher(svg);
        assertTrue(head.find());
        var size = Integer.parseInt(head.group(1)) * 4;
        var pixels = new int[size * size];
        Arrays.fill(pixels, 0xFFFFFF);
        DARK.matcher(svg).results().forEach(module -> {
            for (var y = 0; y < 4; y++) {
                for (var x = 0; x < 4; x++) {
                    var line = Integer.parseInt(module.group(2)) * 4 + y;
                    pixels[line * size + Integer.parseInt(module.group(1)) * 4 + x] = 0;
                }
            }
        });

        assertEquals(LINK, read(size, pixels));
    }

    @Test
    void what_does_not_fit_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> codes.png("x".repeat(5_000)));
    }

    private static String read(int size, int[] pixels) throws ReaderException {
        var source = new RGBLuminanceSource(size, size, pixels);
        return new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(source)))
                .getText();
    }
}
