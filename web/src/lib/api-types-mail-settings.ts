/** The shapes of the routes for sending mail under the names the web app uses; their source is api.gen.ts. */
import type { components } from "./api.gen";

type Schemas = components["schemas"];

export type ProviderKind = Schemas["ProviderKindOut"];
export type ProviderField = ProviderKind["fields"][number];
export type Provider = Schemas["MailProviderOut"];
export type ProviderInput = Schemas["MailProviderIn"];
export type ProviderChange = Schemas["MailProviderChangeIn"];
export type Serves = Provider["serves"];
export type ConnectionCheck = Schemas["ConnectionCheckOut"];
export type MailDomain = Schemas["MailDomainOut"];
export type DomainRecord = MailDomain["records"][number];
export type DomainChange = Schemas["MailDomainChangeIn"];
export type Sender = Schemas["MailSenderOut"];
export type SenderInput = Schemas["MailSenderIn"];
export type MailSettings = Schemas["MailSettingsOut"];
export type MailSettingsChange = Schemas["MailSettingsIn"];
export type Deliverability = Schemas["DeliverabilityOut"];
export type Rate = Schemas["DeliverabilityRateOut"];
export type ReportRow = Schemas["DeliverabilityRowOut"];
