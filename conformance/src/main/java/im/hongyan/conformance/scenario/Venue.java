package im.hongyan.conformance.scenario;

import im.hongyan.conformance.Credentials;
import im.hongyan.conformance.ServerProcess;

/// Where a scenario plays: a running server, and what a business back-end of its app holds.
///
/// @param adminToken the admin credential of the REST interface
public record Venue(ServerProcess server, Credentials credentials, String adminToken, Patience patience) {}
