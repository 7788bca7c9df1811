/** The shapes of the routes for mail that arrives under the names the web app uses; their source is api.gen.ts. */
import type { components } from "./api.gen";

type Schemas = components["schemas"];

export type Thread = Schemas["ThreadOut"];
export type Conversation = Schemas["ConversationOut"];
export type ThreadChange = Partial<Schemas["ThreadChangeIn"]>;
export type ReceivedInThread = Schemas["ReceivedInThreadOut"];
export type SentInThread = Schemas["SentInThreadOut"];
export type Notice = Schemas["NoticeOut"];
export type Report = Schemas["ReportOut"];
export type Received = Schemas["ReceivedOut"];
export type ReceivedDetail = Schemas["ReceivedDetailOut"];
export type ReceivedState = Schemas["ReceivedState"];
export type ReceivedKind = Schemas["MailKind"];
export type ReceivedSource = Received["source"];
export type ReceivedAttachment = Schemas["ReceivedAttachmentOut"];
export type Invitation = ReceivedDetail["invitations"][number];
export type Authentication = Schemas["AuthenticationOut"];

export type Mailbox = Schemas["MailboxOut"];
export type MailboxInput = Schemas["MailboxIn"];
export type MailboxChange = Schemas["MailboxChangeIn"];
export type MailboxCheck = Schemas["MailboxCheckOut"];

export type MailFilter = Schemas["FilterOut"];
export type MailFilterInput = Schemas["MailFilterIn"];
export type MailFilterChange = Partial<Schemas["FilterChangeIn"]> & { version: number };
export type FilterCondition = Schemas["ConditionIn"];
export type FilterField = FilterCondition["field"];
export type FilterOperator = FilterCondition["operator"];
export type FilterAction = MailFilter["action"];
export type FilterTest = Schemas["FilterTestIn"];
export type FilterTestResult = Schemas["FilterTestOut"];
