package weir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.LineNumberInfo;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// What the architecture tests ask of a class file, read by the JDK's own parser.
record CompiledClass(ClassModel model) {
    static final Path MAIN = Path.of("target/classes");
    static final Path TEST = Path.of("target/test-classes");

    /// @param lines from the first of its code to the last; those of a constructor without the
    ///     ones between, since the initializers of fields belong to it too
    record MethodLength(String name, int lines) {}

    static List<CompiledClass> below(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .map(CompiledClass::read)
                    .toList();
        }
    }

    private static CompiledClass read(Path file) {
        try {
            return new CompiledClass(ClassFile.of().parse(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// With slashes, nested classes after a `$`.
    String name() {
        return model.thisClass().asInternalName();
    }

    /// The package's name without `weir.`, empty for `weir` itself.
    String packageName() {
        String folder = name().substring(0, Math.max(name().lastIndexOf('/'), 0));
        return folder.replaceFirst("^weir/?", "").replace('/', '.');
    }

    /// All names of classes, descriptors and signatures; constant texts too.
    Stream<String> texts() {
        return pool().filter(Utf8Entry.class::isInstance)
                .map(entry -> ((Utf8Entry) entry).stringValue());
    }

    /// Each method and field referred to, as `java/lang/Math.random()D`.
    Stream<String> members() {
        return pool().filter(MemberRefEntry.class::isInstance)
                .map(MemberRefEntry.class::cast)
                .map(
                        member ->
                                member.owner().asInternalName()
                                        + "."
                                        + member.name().stringValue()
                                        + member.type().stringValue());
    }

    private Stream<PoolEntry> pool() {
        return StreamSupport.stream(model.constantPool().spliterator(), false);
    }

    List<MethodLength> methodLengths() {
        return model.methods().stream().map(this::length).toList();
    }

    private MethodLength length(MethodModel method) {
        int[] lines =
                method.code().stream()
                        .flatMap(code -> code.findAttributes(Attributes.lineNumberTable()).stream())
                        .flatMap(table -> table.lineNumbers().stream())
                        .mapToInt(LineNumberInfo::lineNumber)
                        .distinct()
                        .sorted()
                        .toArray();
        String name = method.methodName().stringValue();
        boolean spread = lines.length == 0 || name.startsWith("<");
        return new MethodLength(
                name() + "." + name,
                spread ? lines.length : lines[lines.length - 1] - lines[0] + 1);
    }
}
