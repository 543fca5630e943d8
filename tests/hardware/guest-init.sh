#!/bin/busybox sh
# The guest's first program: this computer's files, which it cannot change, become its own.
B=/bin/busybox
$B mount -t proc proc /proc; $B mount -t sysfs sys /sys; $B mount -t devtmpfs dev /dev
for m in $($B cat /modules/order); do $B insmod "/modules/$m"; done
$B mount -t 9p -o ro,trans=virtio,version=9p2000.L,msize=1048576,cache=loose files /newroot
for each in dev proc sys; do $B mount --move "/$each" "/newroot/$each"; done
exec $B switch_root /newroot /bin/bash "$($B sed 's/.*guest=\([^ ]*\).*/\1/' /newroot/proc/cmdline)"
