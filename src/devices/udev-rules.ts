// Devices process. Rules that let whoever sits at the desk open what our drivers drive; from the drivers' own tables.
import type { Driver, Match } from '../../drivers/port/driver.ts';
import type { DevicesPolicy } from '../shared/domain/device.ts';

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');

/** systemd-logind gives the device to the user at the seat (73-seat-late.rules): no group, nobody else. */
const forSeat = 'TAG+="uaccess"';
const isUsbDevice = 'SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device"';

const modelRule = ({ vendorId, productId }: { readonly vendorId: number; readonly productId: number }) =>
  `${isUsbDevice}, ATTR{idVendor}=="${hex(vendorId, 4)}", ATTR{idProduct}=="${hex(productId, 4)}", ${forSeat}`;

function rulesOf(match: Match, policy: DevicesPolicy): string[] {
  switch (match.bus) {
    case 'loopback':
      return [];
    case 'hid':
      // A report descriptor begins with its usage page, as a short item of one byte (HID 1.11, 6.2.2.7).
      return [
        `SUBSYSTEM=="hidraw", ATTRS{report_descriptor}==e"\\x05\\x${hex(match.usagePage, 2)}*", ${forSeat}`,
      ];
    case 'usb': {
      if ('vendorId' in match) return [modelRule(match)];
      // The class alone would open every keyboard.
      if (match.listed) return policy[match.listed].map(modelRule);
      const { interfaceClass, interfaceSubclass, interfaceProtocol } = match;
      const triple = [interfaceClass, interfaceSubclass, interfaceProtocol].map((code) => hex(code, 2));
      // udev's list of a device's interfaces (usb_id): class, subclass and protocol of each, between colons.
      return [`${isUsbDevice}, ENV{ID_USB_INTERFACES}=="*:${triple.join('')}:*", ${forSeat}`];
    }
    default:
      return match satisfies never;
  }
}

/** A rules file; empty of rules where nothing but loopback is driven. */
export function udevRules(drivers: readonly Driver[], policy: DevicesPolicy): string {
  const groups = drivers.map(({ name, matches }) => ({
    name,
    rules: matches.flatMap((match) => rulesOf(match, policy)),
  }));
  return [
    '# Proofdesk: scanners and readers for the user at the desk. As root, save this as',
    '# /etc/udev/rules.d/70-proofdesk.rules, run `udevadm control --reload`, and plug the devices in again.',
    ...groups.flatMap(({ name, rules }) => (rules.length > 0 ? ['', `# ${name}`, ...rules] : [])),
    '',
  ].join('\n');
}
