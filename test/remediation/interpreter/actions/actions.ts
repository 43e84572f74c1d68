import type { Action } from './action.ts';
import { approve } from './approve.ts';
import { assertAwsResourceProperty } from './assert-aws-resource-property.ts';
import { branch } from './branch.ts';
import { executeAwsApi } from './execute-aws-api.ts';
import { executeScript } from './execute-script.ts';
import { sleep } from './sleep.ts';
import { waitForAwsResourceProperty } from './wait-for-aws-resource-property.ts';

/** The actions that the interpreter runs, by name. */
export const actions = {
  'aws:approve': approve,
  'aws:assertAwsResourceProperty': assertAwsResourceProperty,
  'aws:branch': branch,
  'aws:executeAwsApi': executeAwsApi,
  'aws:executeScript': executeScript,
  'aws:sleep': sleep,
  'aws:waitForAwsResourceProperty': waitForAwsResourceProperty,
} as const;

export type ActionName = keyof typeof actions;

/** The action of this name, for inputs that its schema holds of. */
export const actionOf = (name: ActionName): Action => actions[name];
