#!/bin/bash
# The guest: a kernel with a USB host that is its own device, and the two programs of the tests. See README.md.
export PATH=/usr/bin:/bin:/usr/sbin:/sbin HOME=/run/tmp TMPDIR=/run/tmp
value() { sed "s/.*$1=\([^ ]*\).*/\1/" /proc/cmdline; }
CACHE=$(value cache); NODE=$(value node); FAULTS=$(value faults); PART=$(value part)
mount -t tmpfs tmpfs /run; mkdir /run/out /run/scan /run/tmp
# The checkout itself may lie there.
case "$CACHE" in /tmp/*) ;; *) mount -t tmpfs tmpfs /tmp ;; esac
mount -t 9p -o trans=virtio,version=9p2000.L,msize=1048576 out /run/out
mount -t 9p -o ro,trans=virtio,version=9p2000.L,msize=1048576,cache=loose scan /run/scan
for module in libcomposite usb_f_fs usb_f_hid usb_f_acm hid-generic usbhid cdc-acm overlay; do
  modprobe -d "$CACHE/kernel" "$module" || echo "no module $module"
done
modprobe -d "$CACHE/kernel" dummy_hcd num=6 is_high_speed=1
mount -t configfs configfs /sys/kernel/config
ip link set lo up
echo "@@{\"kind\":\"booted\",\"uptimeS\":$(cut -d' ' -f1 /proc/uptime)}"
# Each transfer of FunctionFS that is under way holds a thread.
FAULTS=$FAULTS PART=$PART UV_THREADPOOL_SIZE=64 "$NODE" "$CACHE/guest/host.js"
dmesg | tail -40
echo o > /proc/sysrq-trigger; read -r -t 9 < /dev/zero
