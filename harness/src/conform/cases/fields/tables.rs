//! Which fields there are, and what each may hold.

use super::places::{
    ACTIVITY, APPLET, CHANNEL, EVENT, HELD, IN_HAND, INTERACTION, LOAD, MAPPING, NOW, ON, ON_CHANNEL, PARTY, PLAN,
    PRESENCE, PRESENCE_ACTIVITY, QUEUE, QUEUE_PARTY, QUEUE_TIME, STATE, STATUS, TARGETS, WORK, WORK_ACTIVITY, WORKLOAD,
};
use super::{Field, Kind};
use crate::conform::case::{Case, Sure};

use Kind::{DateTime, Flag, Guid, Later, List, Object, OneOf, OrNull, Seen, SeenNull, Text, Texts, Whole};
use Sure::{Documented as D, Example as E};

/// A table of fields: a case for each.
macro_rules! fields {
    ($(#[$about:meta])* $table:ident:
        $($id:literal $sure:ident [$($claim:literal),*] $place:ident $name:literal $kind:expr => $says:literal;)*) => {
        $(#[$about])*
        pub(in super::super) const $table: &[Case] = &[
            $(Case::field($id, $sure, &[$($claim),*], $says, Field { place: $place, name: $name, kind: $kind }),)*
        ];
    };
}

const STATUSES: Kind = OneOf(&["Ongoing", "Completed", "InternalError"]);
const MEDIA: Kind = Seen(&["Phone", "Email", "Phone Callback"]);
const MANAGERS: Kind = OneOf(&["VCC", "CC", "UC", "VBC"]);
const DIRECTIONS: Kind = OneOf(&["Inbound", "Outbound", "Internal"]);
const WORK_STATES: Kind = OneOf(&["Ringing", "Connected", "Wrap", "Unexpected", "Failed"]);
const PRESENCES: Kind = OneOf(&["Ready", "Away", "ExtendedAway", "LoggedOut"]);

fields! {
    /// Section 4.1.
    INTERACTIONS:
    "4.1.guid" D ["4.1-1"] INTERACTION "guid" Guid =>
        "an interaction is identified by a GUID";
    "4.1.conversation" E ["4.1-2"] INTERACTION "conversationGuid" OrNull(&Guid) =>
        "`conversationGuid` is a GUID or nothing";
    "4.1.status" D ["4.1-3", "4.1-4"] INTERACTION "status" STATUSES =>
        "`status` is Ongoing, Completed or InternalError";
    "4.1.medium" D ["4.1-5", "4.1-6", "4.1-7"] INTERACTION "medium" MEDIA =>
        "`medium` is a word such as Phone, Email or Phone Callback";
    "4.1.medium-manager" D ["4.1-8", "9-1"] INTERACTION "mediumManager" OrNull(&MANAGERS) =>
        "`mediumManager` is VCC, CC, UC or VBC, or nothing";
    "4.1.start" D ["4.1-9"] INTERACTION "start" DateTime =>
        "`start` is a date-time";
    "4.1.duration" D ["4.1-10", "10-7"] INTERACTION "duration" OrNull(&Whole) =>
        "`duration` is a whole number of milliseconds, or null";
    "4.1.direction" D ["4.1-12"] INTERACTION "direction" DIRECTIONS =>
        "`direction` is Inbound, Outbound or Internal";
    "4.1.service-name" D ["4.1-13", "4.1-14"] INTERACTION "serviceName" OrNull(&Text) =>
        "`serviceName` is a text or nothing";
    "4.1.connect-to" D ["4.1-15"] INTERACTION "connectTo" OrNull(&Text) =>
        "`connectTo` is an address or nothing";
    "4.1.connect-from" D ["4.1-16"] INTERACTION "connectFrom" OrNull(&Text) =>
        "`connectFrom` is an address or nothing";
    "4.1.categorized-at" D ["4.1-17", "1.4-7", "1.4-8"] INTERACTION "categorizedAt" Later(&OrNull(&DateTime)) =>
        "`categorizedAt` is a date-time or null";
    "4.1.outcome" E ["4.1-19", "4.1-20", "1.4-9"] INTERACTION "outcome" Later(&OrNull(&Text)) =>
        "`outcome` is a text or nothing";
    "4.1.mapping" E ["4.1-21"] INTERACTION "interactionPlanMapping" OrNull(&Object) =>
        "`interactionPlanMapping` is an object or nothing";
    "4.1.mapping-address" E ["4.1-21"] MAPPING "addressName" OrNull(&Text) =>
        "a mapping's `addressName` is a text or nothing";
    "4.1.mapping-name" E ["4.1-21"] MAPPING "mappingName" OrNull(&Text) =>
        "a mapping's `mappingName` is a text or nothing";
    "4.1.mapping-plan" E ["4.1-21"] MAPPING "interactionPlanName" OrNull(&Text) =>
        "a mapping's `interactionPlanName` is a text or nothing";
    "4.1.mapping-group" E ["4.1-21", "1.4-7"] MAPPING "reportingGroup" Later(&OrNull(&Text)) =>
        "a mapping's `reportingGroup` is a text or nothing";
    "4.1.channels" E ["4.1-22"] INTERACTION "channels" List =>
        "`channels` is an array";
}

fields! {
    /// Section 4.2.
    CHANNELS:
    "4.2.guid" E ["4.2-1"] CHANNEL "guid" Guid =>
        "a channel is identified by a GUID";
    "4.2.offset" E ["4.2-2"] CHANNEL "offset" Whole =>
        "`offset` is a whole number of milliseconds";
    "4.2.duration" E ["4.2-3"] CHANNEL "duration" OrNull(&Whole) =>
        "`duration` is a whole number of milliseconds, or null";
    "4.2.end-reason" E ["4.2-5"] CHANNEL "endReason" OrNull(&Seen(&["Released"])) =>
        "`endReason` is a word such as Released, or null";
    "4.2.integration-type" E ["4.2-6", "1.4-7"] CHANNEL "integrationType" Later(&SeenNull) =>
        "`integrationType` is there, and null in all examples";
    "4.2.party" E ["4.2-7"] CHANNEL "party" Object =>
        "`party` is an object";
    "4.2.party-id" D ["4.2-7"] PARTY "id" OrNull(&Text) =>
        "a party's `id` is a text or null";
    "4.2.party-role" E ["4.2-8"] PARTY "role" Seen(&["External", "Agent"]) =>
        "a party's `role` is External or Agent";
    "4.2.party-touchpoint" E ["4.2-9"] PARTY "touchpoint" OrNull(&Text) =>
        "a party's `touchpoint` is an address or nothing";
    "4.2.events" E ["4.2-11"] CHANNEL "events" List =>
        "`events` is an array";
}

fields! {
    /// Section 4.3.
    EVENTS:
    "4.3.type" E ["4.3-1"] EVENT "type" Seen(&["Ringing", "Connected", "InteractionPlan", "Applet", "Queue", "CallRecording", "Held", "Wrap"]) =>
        "an event's `type` is one of the eight that are known";
    "4.3.offset" E ["4.3-1"] EVENT "offset" Whole =>
        "an event's `offset` is a whole number of milliseconds";
    "4.3.name" E ["4.3-1"] EVENT "name" OrNull(&Text) =>
        "an event's `name` is a text or null";
    "4.3.duration" E ["4.3-1"] EVENT "duration" OrNull(&Whole) =>
        "an event's `duration` is a whole number of milliseconds, or null";
    "4.3.properties" E ["4.3-1"] EVENT "properties" OrNull(&Object) =>
        "an event's `properties` are an object or null";
    "4.3.plan-group" E ["4.3-5"] PLAN "reportingGroup" OrNull(&Text) =>
        "a plan's event tells its `reportingGroup`";
    "4.3.applet-type" E ["4.3-6", "4.3-12"] APPLET "appletType" Seen(&["Announcement", "CallRecording", "Menu", "SkillTagger", "ACD"]) =>
        "an applet's event tells its `appletType`";
    "4.3.queue-plan" E ["4.3-7"] QUEUE "interactionPlan" OrNull(&Text) =>
        "a queue's event tells the address of the plan";
    "4.3.queue-skills" E ["4.3-7"] QUEUE "presentedSkills" Texts =>
        "a queue's event tells the skills asked for";
    "4.3.queue-result" E ["4.3-7", "4.3-13"] QUEUE "result" OrNull(&Seen(&["Delivered"])) =>
        "a queue's event tells how the queue was left";
    "4.3.held-by" E ["4.3-10"] HELD "initiatingAgentId" Text =>
        "a hold's event tells which agent holds";
    "4.3.held-type" E ["4.3-10", "4.3-14"] HELD "type" Seen(&["Held"]) =>
        "a hold's event tells its type";
}

fields! {
    /// Section 4.4.
    ACTIVITIES:
    "4.4.agent" E ["3-15"] ACTIVITY "agentId" Text =>
        "`agentId` is a text";
    "4.4.type" D ["4.4-2"] ACTIVITY "type" OneOf(&["Presence", "Workload", "Interaction"]) =>
        "`type` is Presence, Workload or Interaction";
    "4.4.start" D ["4.4-1"] ACTIVITY "start" DateTime =>
        "`start` is a date-time";
    "4.4.duration" D ["4.4-10"] ACTIVITY "duration" OrNull(&Whole) =>
        "`duration` is a whole number of milliseconds, or null";
    "4.4.presence-category" D ["4.4-3"] PRESENCE_ACTIVITY "category" PRESENCES =>
        "a presence's `category` is Ready, Away, ExtendedAway or LoggedOut";
    "4.4.presence-name" D ["4.4-4"] PRESENCE_ACTIVITY "name" Text =>
        "a presence's `name` is its label";
    "4.4.presence-eligible" E ["4.4-5"] PRESENCE_ACTIVITY "eligibleForRouting" Flag =>
        "of a presence, `eligibleForRouting` is true or false";
    "4.4.work-category" D ["4.4-6", "4.4-8", "9-2"] WORK_ACTIVITY "category" WORK_STATES =>
        "`category` of work is Ringing, Connected, Wrap, Unexpected or Failed";
    "4.4.work-status" D ["4.4-9"] WORK_ACTIVITY "status" STATUSES =>
        "`status` of work is Ongoing, Completed or InternalError";
    "4.4.reason" E ["4.4-11"] ACTIVITY "reason" SeenNull =>
        "`reason` is there, and null in all examples";
    "4.4.work-guid" E ["4.4-12"] ON "guid" Guid =>
        "work tells the `guid` of its interaction";
    "4.4.work-medium" E ["4.4-12", "1.4-5"] ON "medium" MEDIA =>
        "work tells the `medium` of its interaction";
    "4.4.work-manager" E ["4.4-12", "1.4-5"] ON "mediumManager" OrNull(&MANAGERS) =>
        "work tells the `mediumManager` of its interaction";
    "4.4.work-direction" E ["4.4-12"] ON "direction" DIRECTIONS =>
        "work tells the `direction` of its interaction";
    "4.4.work-channel" E ["4.4-13"] ON_CHANNEL "guid" Guid =>
        "work tells the `guid` of its channel";
    "4.4.calls" E ["4.4-14"] WORKLOAD "calls" Whole =>
        "a workload's `calls` are a whole number";
    "4.4.semi-live" E ["4.4-14"] WORKLOAD "semiLive" Later(&Whole) =>
        "a workload's `semiLive` is a whole number";
    "4.4.non-live" E ["4.4-14"] WORKLOAD "nonLive" Later(&Whole) =>
        "a workload's `nonLive` is a whole number";
}

fields! {
    /// Section 4.5.
    DETAILS:
    "4.5.presence-start" D ["4.5-3"] PRESENCE "start" DateTime =>
        "a presence activity has a `start`";
    "4.5.presence-duration" D ["4.5-3"] PRESENCE "duration" OrNull(&Whole) =>
        "a presence activity has a `duration` once it is over";
    "4.5.work-agent" D ["4.5-2"] WORK "agentId" Text =>
        "an interaction activity has an `agentId`";
    "4.5.work-start" D ["4.5-2"] WORK "start" DateTime =>
        "an interaction activity has a `start`";
    "4.5.work-status" D ["4.5-2"] WORK "status" STATUSES =>
        "an interaction activity has the interaction's `status`";
    "4.5.work-duration" D ["4.5-2"] WORK "duration" OrNull(&Whole) =>
        "an interaction activity has a `duration`, or null";
    "4.5.work-state" D ["4.5-2"] WORK "state" WORK_STATES =>
        "an interaction activity has a `state`";
}

fields! {
    /// Section 4.6.
    STATUSES_OF_AGENTS:
    "4.6.agent" E ["4.6-1"] STATUS "agentId" Text =>
        "a status has an `agentId`";
    "4.6.presence-since" E ["4.6-2"] NOW "since" DateTime =>
        "a presence is told `since` when it holds";
    "4.6.presence-name" E ["4.6-3"] NOW "name" Text =>
        "a presence has a `name`";
    "4.6.presence-description" E ["4.6-4"] NOW "description" Text =>
        "a presence has a `description`";
    "4.6.presence-eligible" E ["4.6-5"] NOW "eligibleForRouting" Flag =>
        "of a presence, `eligibleForRouting` is true or false";
    "4.6.workload-since" E ["4.6-6"] LOAD "since" DateTime =>
        "a workload is told `since` when it is so";
    "4.6.calls" E ["4.6-7"] LOAD "calls" Whole =>
        "a workload's `calls` are a whole number";
    "4.6.semi-live" E ["4.6-8", "1.4-10", "9-5"] LOAD "semiLive" Later(&Whole) =>
        "a workload's `semiLive` is a whole number";
    "4.6.non-live" E ["4.6-8", "1.4-10", "9-5"] LOAD "nonLive" Later(&Whole) =>
        "a workload's `nonLive` is a whole number";
    "4.6.in-hand" E ["4.6-9"] STATUS "interaction" List =>
        "`interaction` is an array, despite its name";
    "4.6.guid" D ["4.6-10"] IN_HAND "guid" Guid =>
        "what is in hand has the interaction's `guid`";
    "4.6.channel-guid" E ["4.6-11"] IN_HAND "channelGuid" SeenNull =>
        "what is in hand has a `channelGuid`, null in all examples";
    "4.6.since" D ["4.6-12"] IN_HAND "since" DateTime =>
        "what is in hand is told `since` when";
    "4.6.medium" D ["4.6-13"] IN_HAND "medium" MEDIA =>
        "what is in hand has the interaction's `medium`";
    "4.6.medium-manager" D ["4.6-13"] IN_HAND "mediumManager" OrNull(&MANAGERS) =>
        "what is in hand has the interaction's `mediumManager`";
    "4.6.direction" D ["4.6-13"] IN_HAND "direction" DIRECTIONS =>
        "what is in hand has the interaction's `direction`";
    "4.6.state" D ["4.6-14"] IN_HAND "state" WORK_STATES =>
        "what is in hand is Ringing, Connected, Wrap, Unexpected or Failed";
    "4.6.reason" E ["4.6-15"] IN_HAND "reason" SeenNull =>
        "what is in hand has a `reason`, null in all examples";
}

fields! {
    /// Section 4.7.
    QUEUE_TIMES:
    "4.7.start" D ["4.7-1"] QUEUE_TIME "start" DateTime =>
        "`start` is a date-time";
    "4.7.interaction" E ["4.7-2"] QUEUE_TIME "interactionGuid" Guid =>
        "`interactionGuid` is a GUID";
    "4.7.medium" E ["4.7-2"] QUEUE_TIME "medium" MEDIA =>
        "`medium` is a word such as Phone";
    "4.7.medium-manager" E ["4.7-2"] QUEUE_TIME "mediumManager" OrNull(&MANAGERS) =>
        "`mediumManager` is VCC, CC, UC or VBC, or nothing";
    "4.7.plan" E ["4.7-3"] QUEUE_TIME "interactionPlan" OrNull(&Text) =>
        "`interactionPlan` is an address or nothing";
    "4.7.queue" E ["4.7-4"] QUEUE_TIME "queue" Text =>
        "`queue` is a name";
    "4.7.type" E ["4.7-5"] QUEUE_TIME "type" OneOf(&["ACD", "Virtual"]) =>
        "`type` is ACD or Virtual";
    "4.7.skills" E ["4.7-6"] QUEUE_TIME "presentedSkills" Texts =>
        "`presentedSkills` are texts";
    "4.7.category" E ["4.7-7", "4.7-8"] QUEUE_TIME "category" OrNull(&Seen(&["Answered", "Abandoned", "Breakout"])) =>
        "`category` is Answered, Abandoned or Breakout, or nothing";
    "4.7.reason" E ["4.7-9", "4.7-14"] QUEUE_TIME "reason" OrNull(&Seen(&["Delivered", "NoAgentsBreakout"])) =>
        "`reason` is a word such as Delivered or NoAgentsBreakout, or nothing";
    "4.7.duration" E ["4.7-10"] QUEUE_TIME "duration" OrNull(&Whole) =>
        "`duration` is a whole number of milliseconds, or null";
    "4.7.targets" E ["4.7-11"] TARGETS "targetTimeToAnswer" Whole =>
        "a virtual queue's `targetTimeToAnswer` is a whole number of milliseconds";
    "4.7.party" E ["4.7-12", "4.7-13"] QUEUE_PARTY "role" OneOf(&["External", "Agent"]) =>
        "`party.role` is External or Agent";
}

fields! {
    /// Section 4.8.
    STATES:
    "4.8.agent" D ["4.8-1"] STATE "agentId" Text =>
        "a state has an `agentId`";
    "4.8.start" D ["4.8-2"] STATE "start" DateTime =>
        "a state has a `start`";
    "4.8.duration" D ["4.8-3"] STATE "duration" OrNull(&Whole) =>
        "a state has a `duration`, or null";
    "4.8.state" D ["4.8-4", "4.8-5", "4.8-6", "4.8-7", "4.8-8", "4.8-11", "4.8-12", "9-3"] STATE "state" OneOf(&["Ready", "ReadyRFO", "Away", "ExtendedAway", "LoggedOut", "Busy", "Wrap", "Unexpected", "Failed", "Fault"]) =>
        "`state` is one of the nine words, of which Failed may be spelt Fault";
    "4.8.description" D ["4.8-13"] STATE "description" Text =>
        "a state has a `description`";
}
