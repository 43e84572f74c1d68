import { brightquay } from './brightquay.ts';
import { customerChat } from './customer-chat.ts';
import { fleetTelemetry } from './fleet-telemetry.ts';
import { freightForecasting } from './freight-forecasting.ts';
import { hongKongBranch } from './hong-kong-branch.ts';
import { hrAssistant } from './hr-assistant.ts';
import { insuranceClaims } from './insurance-claims.ts';
import { jointVenture } from './joint-venture.ts';
import { management } from './management.ts';
import { marketingSite } from './marketing-site.ts';
import { mediaArchive } from './media-archive.ts';
import { pacificShipping } from './pacific-shipping.ts';
import { parcelTracking } from './parcel-tracking.ts';
import { partnerIntegration } from './partner-integration.ts';
import { platform } from './platform.ts';
import { recordsOffice } from './records-office.ts';
import type { SampleAccount } from './sample-account.ts';
import { scienceSandbox } from './science-sandbox.ts';
import { securityAudit } from './security-audit.ts';
import { treasury } from './treasury.ts';
import { warehouseVision } from './warehouse-vision.ts';

/** Northpike Freight, a company that does not exist: its accounts, by id. */
export const accounts: readonly SampleAccount[] = [
  management,
  platform,
  securityAudit,
  customerChat,
  freightForecasting,
  scienceSandbox,
  warehouseVision,
  parcelTracking,
  brightquay,
  marketingSite,
  mediaArchive,
  recordsOffice,
  treasury,
  insuranceClaims,
  hrAssistant,
  partnerIntegration,
  fleetTelemetry,
  hongKongBranch,
  pacificShipping,
  jointVenture,
];
