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
        cheats.assume(account != address(0) && account != address(registry));
        uint256 class = uint256(role) >> 248;
        uint256 middle = (uint256(role) << 8) >> 40;
        uint256 hospital = uint256(role) & type(uint32).max;
        bool isNetworkWide = class <= 1 && middle == 0 && hospital == 0;
        bool isOfHospital = (class == 3 || class == 4) && middle == 0 && hospital != 0;
        cheats.assume(!isNetworkWide && !isOfHospital);

        cheats.expectRevert(abi.encodeWithSelector(IRoles.RolesUnknownRole.selector, role));
        cheats.prank(admin);
        registry.grantRole(role, account);
    }

    function testFuzz_HospitalsAreOpenedFirst(uint32 hospital, address account) public {
        cheats.assume(hospital > HARBOUR && account != address(0) && account != address(registry));

        cheats.expectRevert(abi.encodeWithSelector(IRoles.RolesHospitalNotOpened.selector, hospital));
        cheats.prank(admin);
        registry.grantRole(RoleIds.registrar(hospital), account);
    }
}
