import type { Shaped } from './python-tools.ts';

/** A resource of a template, with the functions in it worked out. */
interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** The parameters of a rule as AWS Config takes them: JSON. */
export const inputParameters = ({ Properties }: Resource): string => JSON.stringify(Properties['InputParameters']);

/** A resource as it reaches AWS Config: CloudFormation makes JSON of a rule's parameters, and a Boolean of the text of one. */
export function asConfigTakesIt(resource: Resource): Shaped {
  const { Properties } = resource;
  if (resource.Type === 'AWS::Config::ConfigRule')
    return { shape: 'ConfigRule', value: { ...Properties, InputParameters: inputParameters(resource) } };
  const isAutomatic = Properties['Automatic'];
  const Automatic = isAutomatic === 'true' ? true : isAutomatic === 'false' ? false : isAutomatic;
  return { shape: 'RemediationConfiguration', value: { ...Properties, Automatic } };
}
