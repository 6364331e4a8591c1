package im.hongyan.arch.broken.attic;

/// In a package that says nothing about null.
public record Unmarked(String name) {}
