package dev.chatsessions.examples.sharedsession;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import dev.chatsessions.adapter.javalin.QrCodes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** QR codes as ZXing makes them. Thread-safe. */
final class ZxingCodes implements QrCodes {

    private static final int BLACK = 0x000000;

    private static final int WHITE = 0xFFFFFF;

    private static final int DOTS_PER_MODULE = 8;

    @Override
    public String svg(String text) {
        var code = encode(text, 0);
        var path = new StringBuilder();
        for (var y = 0; y < code.getHeight(); y++) {
            for (var x = 0; x < code.getWidth(); x++) {
                if (code.get(x, y)) {
                    path.append('M').append(x).append(' ').append(y).append("h1v1h-1z");
                }
            }
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + code.getWidth() + " " + code.getHeight()
                + "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h" + code.getWidth() + "v"
                + code.getHeight() + "H0z\"/><path d=\"" + path + "\"/></svg>";
    }

    @Override
    public byte[] png(String text) {
        var size = encode(text, 0).getWidth() * DOTS_PER_MODULE;
        var code = encode(text, size);
        var image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        for (var y = 0; y < size; y++) {
            for (var x = 0; x < size; x++) {
                image.setRGB(x, y, code.get(x, y) ? BLACK : WHITE);
            }
        }
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        return bytes.toByteArray();
    }

    private static BitMatrix encode(String text, int size) {
        try {
            return new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, size, size);
        } catch (WriterException tooLong) {
            throw new IllegalArgumentException("the text does not fit into a QR code", tooLong);
        }
    }
}
