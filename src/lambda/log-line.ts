import { LogFormatter, LogItem } from '@aws-lambda-powertools/logger';
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';

/** Writes a log line with the members it was given, and nothing of the event or of the function's surroundings. */
export class LogLine extends LogFormatter {
  formatAttributes({ logLevel, message, timestamp }: UnformattedAttributes, members: LogAttributes): LogItem {
    return new LogItem({ attributes: { level: logLevel, message, timestamp: this.formatTimestamp(timestamp), ...members } });
  }
}
