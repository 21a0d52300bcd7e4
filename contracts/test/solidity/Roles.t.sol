// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRoles} from "../../src/interfaces/IRoles.sol";
import {RoleIds} from "../../src/libraries/RoleIds.sol";
import {cheats} from "./support/Cheats.sol";
import {World} from "./support/World.sol";

contract RolesTest is World {
    function setUp() public {
        _deploy();
    }

    /// @dev A role id that the table in `IRoles` does not draw is never granted, whoever asks.
    function testFuzz_UnknownRolesAreNeverGranted(bytes32 role, address account) public {
        cheats.assume(account != address(0) && account != address(registry) && account != address(records));
        uint256 class = uint256(role) >> 248;
        uint256 middle = (uint256(role) << 8) >> 40;
        uint256 hospital = uint256(role) & type(uint32).max;
        bool isNetworkWide = class <= 2 && middle == 0 && hospital == 0;
        bool isOfHospital = (class == 3 || class == 4) && middle == 0 && hospital != 0;
        cheats.assume(!isNetworkWide && !isOfHospital);

        cheats.expectRevert(abi.encodeWithSelector(IRoles.RolesUnknownRole.selector, role));
        cheats.prank(admin);
        registry.grantRole(role, account);
    }

    function testFuzz_HospitalsAreOpenedFirst(uint32 hospital, address account) public {
        cheats.assume(hospital > HARBOUR && account != address(registry) && account != address(records));
        cheats.assume(account != address(0));

        cheats.expectRevert(abi.encodeWithSelector(IRoles.RolesHospitalNotOpened.selector, hospital));
        cheats.prank(admin);
        registry.grantRole(RoleIds.registrar(hospital), account);
    }

    function testFuzz_AScheduledGrantCompletesFromItsMomentOn(uint48 wait, bool isRegistrar) public {
        bytes32 role = isRegistrar ? RoleIds.registrar(NORTHFIELD) : RoleIds.ATTESTER;
        uint256 time = _near(DELAY, wait, 30 days);
        _schedule(role, newcomer);
        cheats.warp(START + time);

        cheats.prank(admin);
        (bool success, ) = address(registry).call(abi.encodeCall(registry.grantRole, (role, newcomer)));
        assert(success == (time >= DELAY) && registry.hasRole(role, newcomer) == success);
    }

    /// @dev Unlike scheduled grants, which complete in their last second of waiting, a handover completes one later.
    function testFuzz_AHandoverOfTheDefaultAdminCompletesAfterItsMoment(uint48 wait) public {
        uint256 time = _near(DELAY, wait, 30 days);
        cheats.prank(admin);
        registry.beginDefaultAdminTransfer(newcomer);
        cheats.warp(START + time);

        cheats.prank(newcomer);
        (bool success, ) = address(registry).call(abi.encodeCall(registry.acceptDefaultAdminTransfer, ()));
        assert(success == (time > DELAY) && (registry.defaultAdmin() == newcomer) == success);
    }

    /// @dev What a former default admin scheduled is void, whenever it would be due.
    function testFuzz_AHandoverVoidsWhatWasScheduled(uint48 wait) public {
        _schedule(RoleIds.ATTESTER, otherWallet);
        cheats.prank(admin);
        registry.beginDefaultAdminTransfer(newcomer);
        cheats.warp(START + DELAY + 1);
        cheats.prank(newcomer);
        registry.acceptDefaultAdminTransfer();
        cheats.warp(START + DELAY + 1 + (wait % 365 days));

        cheats.expectRevert(
            abi.encodeWithSelector(IRoles.RolesGrantNotDue.selector, RoleIds.ATTESTER, otherWallet, uint48(0))
        );
        cheats.prank(newcomer);
        registry.grantRole(RoleIds.ATTESTER, otherWallet);
    }
}
