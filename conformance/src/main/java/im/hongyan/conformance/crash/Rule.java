package im.hongyan.conformance.crash;

/// What must hold whatever happens to the server.
enum Rule {
    LOST("an acknowledged message is in the history"),
    TWICE("a message is in the history once"),
    INVENTED("the history holds only what was sent, as it was sent"),
    HOLE("numbers are 1, 2, 3 … up to the head"),
    VIEWS("both users read the same history"),
    IDS("message ids increase with the numbers"),
    RUNNING_COUNT("the running count counts the messages"),
    ORDER("one sender's messages stand in the order in which they were sent"),
    ANSWER("every answer to one client id is the same, and says what the history says"),
    PUSH("a push says what the history says"),
    PUSH_ORDER("pushes of one connection come in increasing numbers, none twice"),
    READ_MARK("read marks never go back, and an acknowledged one is not lost"),
    RECEIPT("the partner's read marks in the feed never go back and agree with the partner"),
    RECALL("an acknowledged recall stays, and only recalls erase"),
    UNREAD("unread is what the formula says");

    private final String sentence;

    Rule(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
